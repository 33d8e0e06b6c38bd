import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { usageDataRuns } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";

export type DocumentFailure = "usage-run-not-found" | "usage-run-without-document";

/** Which run is meant. */
export const runInput = z.object({ runId: z.guid() });

/** The stored bytes of a run; fails while there are none, e.g. because the collection runs or failed. */
export async function findDocument(
  db: Database,
  runId: string,
): Promise<Result<{ body: Buffer; bodySha256: string; documentSha256: string }, DocumentFailure>> {
  const [run] = await db
    .select({
      body: usageDataRuns.body,
      bodySha256: usageDataRuns.bodySha256,
      documentSha256: usageDataRuns.documentSha256,
    })
    .from(usageDataRuns)
    .where(eq(usageDataRuns.runId, runId));
  if (!run) return fail("usage-run-not-found");
  const { body, bodySha256, documentSha256 } = run;
  if (!body || !bodySha256 || !documentSha256) return fail("usage-run-without-document");
  return ok({ body, bodySha256, documentSha256 });
}
