import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { enqueueJob } from "@/lib/jobs/queue";
import { settleWish } from "./download-outcome";
import { newestToDownload } from "./newest-to-download";
import { queueDownload } from "./queue-download";
import { removeUnwantedContent } from "./remove-content";
import { removeOutgrownContent } from "./remove-outgrown-content";
import { packageFolder } from "./run-download";

/** A job that was asked for and did not come is asked for again. */
const ASK_AGAIN_AFTER = Minute.ms;
const UNFINISHED = ["queued", "downloading", "verifying", "waiting"] as const;

/**
 * Brings wishes, rows and jobs of all downloads together. The row is the truth, a job only wakes somebody up:
 * whatever a kill lost or doubled is put right at the next look.
 */
export class DownloadDispatcher {
  private readonly asked = new Map<string, number>();
  /** Packages this thread is downloading now. */
  readonly active = new Set<string>();

  constructor(private readonly thread: ThreadContext) {}

  /** @returns when something is due next; null when nothing waits for a time */
  async look(): Promise<Date | null> {
    const { db, clock } = this.thread;
    await removeUnwantedContent(this.thread, this.active);
    await removeOutgrownContent(this.thread);
    await startNewestApplicable(this.thread);
    const rows = await db
      .select()
      .from(updateDownloads)
      .where(inArray(updateDownloads.phase, [...UNFINISHED]));
    const later: Date[] = [];
    for (const row of rows) {
      if (this.active.has(row.packageGuid)) continue;
      if (row.desired !== "run") {
        await settleWish(this.thread, row, packageFolder(this.thread.installDir, row.packageGuid));
        continue;
      }
      const due = row.phase === "waiting" ? row.nextAttemptAt : null;
      if (due && due > clock.now()) later.push(due);
      else await this.ask(row.packageGuid);
    }
    const paused = await db.select().from(updateDownloads).where(isCancelOfPaused);
    for (const row of paused) {
      await settleWish(this.thread, row, packageFolder(this.thread.installDir, row.packageGuid));
    }
    return later.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  /** Call around the work on a package. */
  async during(packageGuid: string, work: () => Promise<void>): Promise<void> {
    if (this.active.has(packageGuid)) return;
    this.active.add(packageGuid);
    try {
      await work();
    } finally {
      this.active.delete(packageGuid);
      this.asked.delete(packageGuid);
    }
  }

  private async ask(packageGuid: string): Promise<void> {
    const now = performance.now();
    const before = this.asked.get(packageGuid);
    if (before !== undefined && now - before < ASK_AGAIN_AFTER) return;
    this.asked.set(packageGuid, now);
    await asOwner(this.thread, (tx) =>
      enqueueJob(tx, "updates.download", { packageGuid }, { singletonKey: packageGuid }),
    );
  }
}

const isCancelOfPaused = and(eq(updateDownloads.phase, "paused"), eq(updateDownloads.desired, "cancel"));

/** The newest applicable package starts on its own, once. */
async function startNewestApplicable(thread: ThreadContext): Promise<void> {
  const { db, clock, component } = thread;
  const packages = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      fullVersion: updatePackages.fullVersion,
      dateReleased: updatePackages.dateReleased,
      state: updatePackages.state,
      applicabilityCheckedAt: updatePackages.applicabilityCheckedAt,
      wasDownloaded: sql<boolean>`${updateDownloads.packageGuid} is not null`,
    })
    .from(updatePackages)
    .leftJoin(updateDownloads, eq(updateDownloads.packageGuid, updatePackages.packageGuid))
    .where(isNull(updatePackages.withdrawnAt));
  const packageGuid = newestToDownload(packages);
  if (packageGuid === null) return;
  await asOwner(thread, (tx) => queueDownload(tx, { packageGuid, at: clock.now(), by: component }));
}
