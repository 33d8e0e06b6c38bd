import type { Waiting } from "../waiting";

interface Sleeper {
  at: number;
  wake(): void;
}

/** A clock whose waiting takes no time: it jumps to the next one who wakes up once nobody has anything else to do. */
export interface VirtualTime extends Waiting {
  /** Every wait, in the order it began, in ms. */
  slept: number[];
  /** Lets time pass until the work is done. */
  pass<T>(work: Promise<T>): Promise<T>;
}

/** @param random what chance gives each time */
export function virtualTime(random = 0.5, start = new Date("2020-04-20T08:00:00Z")): VirtualTime {
  let now = start.getTime();
  let sleepers: Sleeper[] = [];
  const slept: number[] = [];

  return {
    slept,
    now: () => new Date(now),
    random: () => random,
    sleep(ms, signal) {
      slept.push(ms);
      return new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        sleepers.push({ at: now + ms, wake: resolve });
      });
    },
    async pass(work) {
      let done = false;
      const ended = () => {
        done = true;
      };
      work.then(ended, ended);
      for (;;) {
        // All that can go on without waiting has gone on when the queue of the loop comes round.
        await new Promise(setImmediate);
        if (done) return work;
        const next = sleepers.toSorted((one, other) => one.at - other.at)[0];
        if (!next) continue;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}
