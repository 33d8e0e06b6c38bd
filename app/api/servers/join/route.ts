import { randomUUID } from "node:crypto";
import { database } from "@/app/_server/database";
import { statusOf } from "@/app/_server/failure-status";
import { readBody } from "@/app/_server/read-body";
import { settings } from "@/app/_server/settings";
import { SOURCE_ADDRESS_HEADER, UNKNOWN_SOURCE } from "@/lib/access/source-address";
import { systemClock } from "@/lib/clock";
import { enrolServer } from "@/lib/hierarchy/enrolment/enrol-server";

export const dynamic = "force-dynamic";

const BODY_BYTES_MAX = 16 * 1024;
const STATUS = { "join-refused": 403, "sign-in-locked": 429, "version-differs": 409 };
const NO_STORE = { "cache-control": "no-store" };

/** A server joins the hierarchy with its one-time token; it has no session, and needs none. */
export async function POST(request: Request): Promise<Response> {
  const body = await readBody(request, BODY_BYTES_MAX);
  if (!body) return new Response(null, { status: 413, headers: NO_STORE });
  const { databaseUrl, databaseAddress } = settings();
  const result = await enrolServer(
    { db: database().db, clock: systemClock, correlationId: randomUUID() },
    parse(body),
    {
      source: request.headers.get(SOURCE_ADDRESS_HEADER) ?? UNKNOWN_SOURCE,
      database: { databaseUrl, address: databaseAddress },
    },
  );
  return Response.json(result, { status: result.ok ? 200 : statusOf(result, STATUS), headers: NO_STORE });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    // What is no JSON is refused as what has no token is.
    return null;
  }
}
