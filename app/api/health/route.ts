import { database } from "@/app/_server/database";
import product from "@/package.json";
import { readHealth } from "./health";

export const dynamic = "force-dynamic";

/** Whether the product works, for load balancers and the start; needs no sign-in. 503 when something is down. */
export async function GET(): Promise<Response> {
  const about = { version: product.version, lab: process.env.SCP_LAB === "1" };
  const health = await readHealth(database().db, about);
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
