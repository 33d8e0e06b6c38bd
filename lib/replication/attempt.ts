import { FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { Distribution } from "./distribution";
import { toCodedError } from "./failure";
import { type AttemptPlace, recordFailure } from "./record-outcome";
import type { RouteObstacle } from "./route";
import { TransferStopped, watchTransfer } from "./watch-transfer";

interface Attempt {
  row: Distribution;
  place: AttemptPlace;
  bytesDone(): number;
  obstacle(): Promise<RouteObstacle | null>;
  /** Returns when the content is stored; `signal` aborts when it shall not go on. */
  work(signal: AbortSignal): Promise<void>;
}

/**
 * One attempt at the content of a site, with its progress written down and its failure recorded. When the thread
 * stops, the row stays as it is: the next run of the thread goes on from it.
 * @returns what the attempt was stopped by, when it was the route
 */
export async function attempt(
  thread: ThreadContext,
  { row, place, bytesDone, obstacle, work }: Attempt,
): Promise<RouteObstacle | null> {
  const stopping = new AbortController();
  const ended = new AbortController();
  const before = bytesDone();
  const stop = (why: TransferStopped) => stopping.abort(why);
  const watching = watchTransfer(thread, { row, place, bytesDone, obstacle, stop }, ended.signal);
  try {
    await work(AbortSignal.any([thread.signal, stopping.signal]));
    return null;
  } catch (error) {
    if (error instanceof FencedError) throw error;
    if (thread.signal.aborted) return null;
    if (stopping.signal.aborted) {
      const why: unknown = stopping.signal.reason;
      return why instanceof TransferStopped ? why.obstacle : null;
    }
    ended.abort();
    await watching;
    // A sender whose route closes cuts its answers, and may be quicker with that than our own look.
    const closed = await obstacle().catch(() => null);
    if (closed) return closed;
    await recordFailure(thread, row, place, {
      error: toCodedError(error),
      progressed: bytesDone() > before,
    });
    return null;
  } finally {
    ended.abort();
    await watching;
  }
}
