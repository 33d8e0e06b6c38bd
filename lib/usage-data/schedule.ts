import { Day } from "@/lib/clock";

/** The cycle of collection (reference/usage-data.md §1). */
const CYCLE_MS = 7 * Day.ms;

export interface CollectionTimes {
  /** The weekly time that came last; null in the first week, when there is nothing to report yet. */
  last: Date | null;
  next: Date;
}

/**
 * Every seven days from the day the site was installed: the phase is fixed, so that a run that came late, or one that
 * was asked for, moves none of those after it.
 */
export function collectionTimes(installedAt: Date, now: Date): CollectionTimes {
  const weeks = Math.max(0, Math.floor((now.getTime() - installedAt.getTime()) / CYCLE_MS));
  const at = (week: number) => new Date(installedAt.getTime() + week * CYCLE_MS);
  return { last: weeks > 0 ? at(weeks) : null, next: at(weeks + 1) };
}
