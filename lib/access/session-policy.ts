import { Day, Hour, Minute } from "@/lib/clock";

export const SESSION_POLICY = {
  /** Without a page opened or an action taken. Live refreshes of an open page do not count as presence. */
  idleMs: 2 * Hour.ms,
  /** From the sign-in, whatever happens. */
  absoluteMs: 12 * Hour.ms,
  /** `last seen` is written at most this often, so that reading a page is not always a write. */
  touchEveryMs: 1 * Minute.ms,
  /** How long an ended session stays listed before the next sign-in of its user clears it away. */
  keepEndedMs: 30 * Day.ms,
} as const;
