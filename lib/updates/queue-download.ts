import type { Database } from "@/lib/db/connection";
import { updateDownloads } from "@/lib/db/schema";
import { enqueueJob } from "@/lib/jobs/queue";
import { recordEvent } from "./move-state";

/** Makes or renews the one download of a package and its job. Call it inside a transaction. */
export async function queueDownload(
  db: Database,
  { packageGuid, at, by }: { packageGuid: string; at: Date; by: string },
): Promise<void> {
  const fresh = {
    desired: "run",
    phase: "queued",
    attempts: 0,
    nextAttemptAt: null,
    bytesPerSecond: null,
    errorCode: null,
    errorParams: null,
    requestedBy: by,
    startedAt: null,
    finishedAt: null,
    updatedAt: at,
  } as const;
  await db
    .insert(updateDownloads)
    .values({ packageGuid, ...fresh })
    .onConflictDoUpdate({ target: updateDownloads.packageGuid, set: fresh });
  await recordEvent(db, { packageGuid, time: at, code: "download-requested", actor: by });
  await enqueueJob(db, "updates.download", { packageGuid }, { singletonKey: packageGuid });
}
