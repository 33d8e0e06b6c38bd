import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { Agent, request } from "undici";
import { cloudEnvironments } from "@/lib/db/schema";
import { LAB_ENVIRONMENT_ID } from "@/lib/lab/lab-environment-row";
import type { KillableProduct } from "./killable-product";

/** Has the lab cloud send files so slowly that a download can be met in its middle. */
export async function slowCloud(
  { db, labCloudPort }: KillableProduct,
  bytesPerSecond: number,
): Promise<void> {
  const [lab] = await db.select().from(cloudEnvironments).where(eq(cloudEnvironments.id, LAB_ENVIRONMENT_ID));
  const dispatcher = new Agent({ connect: { ca: lab?.certificateAuthorities ?? "" } });
  const { statusCode } = await request(`https://localhost:${labCloudPort}/lab/faults`, {
    dispatcher,
    method: "POST",
    body: JSON.stringify({ fault: "slow", path: "/targets/", bytesPerSecond }),
  });
  assert.equal(statusCode, 201);
  await dispatcher.close();
}
