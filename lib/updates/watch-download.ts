import { setTimeout as delay } from "node:timers/promises";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { DownloadProgress } from "./download/download-files";
import { TransferRate } from "./download/rate";
import { type DownloadRow, recordDownload, recordFileProgress } from "./download-store";

/** Twice a second is as fast as an eye follows numbers. */
const TICK_MS = 500;

/** Why a running download is told to end before it is done. */
export class DownloadStopped extends Error {
  override name = "DownloadStopped";
  constructor(readonly why: "pause" | "cancel" | "withdrawn") {
    super(why);
  }
}

/**
 * Writes the progress of a running download for its readers, and learns from the same row what the
 * administrator wants by now.
 * @param stop told once when the download shall pause, be canceled, or is no longer wanted at all
 * @param ended aborts when the download is over
 */
export async function watchDownload(
  thread: Pick<ThreadContext, "db" | "clock" | "ownsServer">,
  packageGuid: string,
  progress: DownloadProgress,
  stop: (why: DownloadStopped) => void,
  ended: AbortSignal,
): Promise<void> {
  const rate = new TransferRate();
  const shown = new Map<string, number>();
  while (!ended.aborted) {
    const bytesDone = progress.bytesDone();
    const desired = await recordTick(progress, bytesDone, rate.measure(performance.now(), bytesDone)).catch(
      // The database is away for a moment; the download goes on and the next tick tells what it has become.
      (error: unknown) => (error instanceof FencedError ? null : ("run" as const)),
    );
    if (desired !== "run") return stop(new DownloadStopped(desired ?? "withdrawn"));
    await delay(TICK_MS, undefined, { signal: ended }).catch(() => {});
  }

  async function recordTick(
    now: DownloadProgress,
    bytesDone: number,
    bytesPerSecond: number | null,
  ): Promise<DownloadRow["desired"] | null> {
    const changed = now.perFile().filter((file) => shown.get(file.path) !== file.bytesDone);
    const phase = now.verifying() ? "verifying" : "downloading";
    const columns = { phase, bytesDone, bytesPerSecond } as const;
    const desired = await asOwner(thread, async (tx) => {
      await recordFileProgress(tx, packageGuid, changed);
      return recordDownload(tx, packageGuid, columns, thread.clock.now(), "update-progress");
    });
    for (const file of changed) shown.set(file.path, file.bytesDone);
    return desired;
  }
}
