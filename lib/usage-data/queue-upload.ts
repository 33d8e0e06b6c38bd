import { inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { usageDataUploads } from "@/lib/db/schema";

/**
 * Lets the batch of a run leave: it takes the place of those nobody has begun to send. Call it inside a transaction.
 * @param bytesTotal its compressed size
 */
export async function queueUpload(tx: Database, runId: string, bytesTotal: number, now: Date): Promise<void> {
  await tx
    .update(usageDataUploads)
    .set({ state: "discarded", finishedAt: now })
    .where(inArray(usageDataUploads.state, ["pending", "waiting"]));
  await tx.insert(usageDataUploads).values({ runId, bytesTotal, createdAt: now });
}
