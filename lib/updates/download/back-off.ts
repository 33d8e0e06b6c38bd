import { Minute, Second } from "@/lib/clock";

const FIRST_DELAY = 5 * Second.ms;
const LONGEST_DELAY = 15 * Minute.ms;

/** Attempts in a row that bring no byte before the download is given up. */
export const MAX_FRUITLESS_ATTEMPTS = 10;

/**
 * How long to wait after attempt number `attempt` (from 1): doubling, between half and the whole of it by
 * chance, so that a thousand hierarchies do not come back in the same second; never earlier than the server
 * asked for.
 * @param retryAfterMs as `retryAfterMs` of lib/connectivity/http-status.ts bounds it
 * @param random in [0, 1)
 */
export function backOffMs(attempt: number, retryAfterMs: number | null, random: () => number): number {
  const whole = Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY);
  const jittered = Math.round(whole * (0.5 + random() / 2));
  return Math.max(jittered, retryAfterMs ?? 0);
}
