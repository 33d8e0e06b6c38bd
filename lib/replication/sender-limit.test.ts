import { expect, it } from "vitest";
import { SenderLimit } from "./sender-limit";

/** Time that passes only by sleeping. */
function steppedTime() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms: number, signal: AbortSignal) => {
      if (!signal.aborted) now += ms;
    },
  };
}

const never = new AbortController().signal;

it("lets no more than its rate pass, whatever the number of streams", async () => {
  const time = steppedTime();
  const limit = new SenderLimit(time);
  limit.set(1_000_000);
  let sent = 0;
  const stream = async () => {
    while (time.now() < 10_000) {
      const step = limit.stepBytes();
      await limit.take(step, never);
      sent += step;
    }
  };
  await Promise.all([stream(), stream(), stream()]);
  const seconds = time.now() / 1_000;
  expect(sent / seconds).toBeLessThan(1_000_000 * 1.15);
  expect(sent / seconds).toBeGreaterThan(1_000_000 * 0.8);
});

it("paces in quarters of a second, so that a slow route is no silence", () => {
  const limit = new SenderLimit(steppedTime());
  limit.set(4_000);
  expect(limit.stepBytes()).toBe(1_000);
  limit.set(1);
  expect(limit.stepBytes()).toBe(1);
});

it("obeys a change at once, also for those who wait", async () => {
  const limit = new SenderLimit({
    now: () => 0,
    sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  });
  limit.set(1);
  const waiting = limit.take(1_000, never);
  limit.set(null);
  await waiting;
});

it("waits no longer when nobody is left to send to", async () => {
  const limit = new SenderLimit({
    now: () => 0,
    sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
  });
  limit.set(1);
  const left = new AbortController();
  const waiting = limit.take(1_000, left.signal);
  left.abort();
  await waiting;
});
