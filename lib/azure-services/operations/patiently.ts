import { Minute, Second } from "@/lib/clock";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { failureOf } from "./failure-of";

export interface Patience {
  /** All waiting together. */
  forMs: number;
  firstMs: number;
  longestMs: number;
  /** Codes of failures that may be gone a moment later. */
  codes: readonly string[];
}

/** What Azure made a moment ago is not known everywhere at once (reference/protocols/graph.md, before §1). */
export const UNTIL_KNOWN = {
  forMs: 45 * Second.ms,
  firstMs: 1 * Second.ms,
  longestMs: 8 * Second.ms,
  codes: ["azure-object-not-found", "azure-request-refused"],
} as const satisfies Patience;

/** A new secret key takes minutes to reach the servers that issue tokens (reference/protocols/identity.md §8). */
export const UNTIL_SECRET_WORKS = {
  forMs: 3 * Minute.ms,
  firstMs: 2 * Second.ms,
  longestMs: 20 * Second.ms,
  codes: ["secret-wrong", "app-not-in-tenant"],
} as const satisfies Patience;

/** A key that somebody enters was made a moment ago, or mistyped: whoever waits for the answer is told soon. */
export const UNTIL_ENTERED_SECRET_WORKS = {
  ...UNTIL_SECRET_WORKS,
  forMs: 30 * Second.ms,
  longestMs: 8 * Second.ms,
} as const satisfies Patience;

/**
 * Asks again, at growing intervals and never at the same moment as others, while Azure may only not know yet.
 * @throws the last error, or the signal's reason
 */
export async function patiently<T>(
  { thread, signal }: { thread: Pick<ThreadContext, "wait">; signal: AbortSignal },
  { forMs, firstMs, longestMs, codes }: Patience,
  ask: () => Promise<T>,
): Promise<T> {
  for (let waitedMs = 0, attempts = 0; ; attempts++) {
    try {
      return await ask();
    } catch (error) {
      if (!codes.includes(failureOf(error)?.code ?? "") || waitedMs >= forMs) throw error;
      const ms = Math.min(longestMs, firstMs * 2 ** attempts) * (0.5 + Math.random() / 2);
      waitedMs += ms;
      await orAborted(thread.wait([], ms), signal);
    }
  }
}

async function orAborted(waiting: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  await Promise.race([waiting, aborted]).finally(() => signal.removeEventListener("abort", abort));
}
