import { Day } from "@/lib/clock";

/** Days before a secret key expires on which somebody is told, and 0: it has expired. Each once. */
export const NOTICE_DAYS = [90, 60, 30, 14, 7, 1, 0] as const;

/** From here on it is critical. */
export const CRITICAL_FROM_DAYS = 7;

const timeOf = (expiresAt: Date, daysBefore: number): number => expiresAt.getTime() - daysBefore * Day.ms;

/**
 * The notices whose time has come, the nearest to the expiry first: after a long downtime that one alone is given, and the
 * others count as given.
 */
export const reachedNotices = (expiresAt: Date, now: Date): number[] =>
  NOTICE_DAYS.filter((days) => timeOf(expiresAt, days) <= now.getTime()).toReversed();

/** Those of them that were not given: none when one as near to the expiry was. */
export function dueNotices(
  { expiresAt, lastNotice }: { expiresAt: Date; lastNotice: number | null },
  now: Date,
): number[] {
  const reached = reachedNotices(expiresAt, now);
  const [nearest] = reached;
  return nearest === undefined || (lastNotice !== null && lastNotice <= nearest) ? [] : reached;
}

/** When the next of them is to be given; null after the last. */
export function nextNoticeAt(expiresAt: Date, now: Date): Date | null {
  const days = NOTICE_DAYS.find((one) => timeOf(expiresAt, one) > now.getTime());
  return days === undefined ? null : new Date(timeOf(expiresAt, days));
}
