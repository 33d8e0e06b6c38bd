import { setTimeout as delay } from "node:timers/promises";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { TransferRate } from "../updates/download/rate";
import { STEP_STATE } from "../updates/servicing/model";
import { reportStep } from "../updates/servicing/site-status";
import { changeDistribution, type Distribution, siteInstallIdOf } from "./distribution";
import { percentDone } from "./figures";
import type { AttemptPlace } from "./record-outcome";
import type { RouteObstacle } from "./route";

/** Twice a second is as fast as an eye follows numbers. */
const TICK_MS = 500;

/** Why a transfer is told to end before it is done: nobody wants it any more, or the route closed. */
export class TransferStopped extends Error {
  override name = "TransferStopped";
  constructor(readonly obstacle: RouteObstacle | null) {
    super(obstacle?.reason ?? "unwanted");
  }
}

interface Watch {
  row: Distribution;
  place: AttemptPlace;
  /** Of `row.bytesTotal`. */
  bytesDone(): number;
  /** What holds the transfer back by now. */
  obstacle(): Promise<RouteObstacle | null>;
  /** Told once. */
  stop(why: TransferStopped): void;
}

/**
 * Writes the progress of a running transfer for its readers, and learns whether it is still wanted and allowed.
 * @param ended aborts when the transfer is over
 */
export async function watchTransfer(thread: ThreadContext, watch: Watch, ended: AbortSignal): Promise<void> {
  const rate = new TransferRate();
  const siteInstallId = await siteInstallIdOf(thread.db, watch.row.packageGuid, watch.row.siteCode);
  while (!ended.aborted) {
    try {
      const obstacle = await watch.obstacle();
      if (obstacle) return watch.stop(new TransferStopped(obstacle));
      if (!(await recordTick(thread, watch, rate, siteInstallId)))
        return watch.stop(new TransferStopped(null));
    } catch (error) {
      // Without the database for a moment the transfer goes on; without the server it is another's.
      if (error instanceof FencedError) return watch.stop(new TransferStopped(null));
    }
    await delay(TICK_MS, undefined, { signal: ended }).catch(() => {});
  }
}

function recordTick(
  thread: ThreadContext,
  { row, place, bytesDone }: Watch,
  rate: TransferRate,
  siteInstallId: number,
): Promise<boolean> {
  const { packageGuid, siteCode, bytesTotal } = row;
  const done = bytesDone();
  const at = thread.clock.now();
  const bytesPerSecond = rate.measure(performance.now(), done);
  return asOwner(thread, async (tx) => {
    const columns = { bytesDone: done, bytesPerSecond, updatedAt: at };
    if (!(await changeDistribution(tx, row, place.working, columns))) return false;
    await reportStep(tx, {
      packageGuid,
      siteCode,
      siteInstallId,
      phase: "replication",
      step: place.step,
      isComplete: STEP_STATE.inProgress,
      progress: percentDone({ bytesTotal, bytesDone: done }),
      at,
    });
    return true;
  });
}
