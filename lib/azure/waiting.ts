import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@/lib/clock";

/** Time and chance come from outside, so that waiting can be tested without it. */
export interface Waiting extends Clock {
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const realWaiting = (clock: Clock): Waiting => ({
  now: () => clock.now(),
  random: Math.random,
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
});
