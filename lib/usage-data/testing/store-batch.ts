import type { Database } from "@/lib/db/connection";
import { usageDataRuns, usageDataUploads } from "@/lib/db/schema";
import type { UsageDocument } from "../model";
import { packBatch, testDocument } from "./batch";

/**
 * Stores a collected batch that waits to be sent.
 * @param collectedAt also tells which is newer
 */
export async function storeBatch(
  db: Database,
  document: Partial<UsageDocument> = {},
  { collectedAt = new Date(), purpose = "scheduled" as "scheduled" | "preview" } = {},
): Promise<{ runId: string; sha256: string; bytes: number }> {
  const written = testDocument({ collectedAt: collectedAt.toISOString(), ...document });
  const { bytes, sha256 } = packBatch(written);
  const { runId, level } = written;
  await db.insert(usageDataRuns).values({
    runId,
    purpose,
    level,
    state: "complete",
    requestedBy: "test",
    requestedAt: collectedAt,
    finishedAt: collectedAt,
    body: Buffer.from(bytes),
    bodySha256: sha256,
  });
  if (purpose !== "preview")
    await db.insert(usageDataUploads).values({ runId, bytesTotal: bytes.length, createdAt: collectedAt });
  return { runId, sha256, bytes: bytes.length };
}
