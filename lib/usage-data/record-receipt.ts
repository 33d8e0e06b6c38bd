import { and, eq, inArray, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { usageDataRuns, usageDataUploads } from "@/lib/db/schema";
import type { Receipt } from "./ingestion-protocol";
import { storeRelevance } from "./store-relevance";
import { statesBefore } from "./upload/upload-states";

/**
 * Records that the service accepted a batch of this hierarchy, and what it said of the updates. Call it inside a
 * transaction. The same receipt again changes nothing.
 * @param carrier who brought the batch: SMS_DMP_UPLOADER, or the service connection tool
 * @returns false when no batch of this hierarchy waits for that receipt
 */
export async function recordReceipt(
  tx: Database,
  { receipt, carrier, at }: { receipt: Receipt; carrier: "online" | "tool"; at: Date },
): Promise<boolean> {
  const { relevance, ...kept } = receipt;
  const sent = tx
    .select({ runId: usageDataRuns.runId })
    .from(usageDataRuns)
    .where(and(eq(usageDataRuns.bodySha256, receipt.bodySha256), ne(usageDataRuns.purpose, "preview")));
  const [accepted] = await tx
    .update(usageDataUploads)
    .set({
      state: "accepted",
      carrier,
      receipt: kept,
      bytesDone: usageDataUploads.bytesTotal,
      bytesPerSecond: null,
      nextAttemptAt: null,
      errorCode: null,
      errorParams: null,
      finishedAt: at,
    })
    .where(
      and(inArray(usageDataUploads.runId, sent), inArray(usageDataUploads.state, statesBefore("accepted"))),
    )
    .returning({ runId: usageDataUploads.runId });
  if (!accepted) return false;
  await storeRelevance(tx, relevance, carrier);
  await publish(tx, { topic: "usage-data", key: accepted.runId });
  return true;
}
