import { Minute } from "@/lib/clock";
import type { ServiceWindow } from "@/lib/hierarchy/service-windows";
import {
  addDays,
  dateAt,
  instantOf,
  isTimeZone,
  parseCalendarDate,
  weekday,
} from "@/lib/hierarchy/zoned-time";

export type WindowTimes = Pick<
  ServiceWindow,
  "startsOn" | "daysOfWeek" | "beginTime" | "durationMinutes" | "timeZone"
>;

export interface Occurrence {
  from: Date;
  to: Date;
}

/** A weekly window comes at least once in this time; one more day for the one that runs now. */
const DAYS_AHEAD = 8;

/** When a window opens next, also while it is still being typed: what cannot be read yet gives nothing. */
export function nextOccurrences(window: WindowTimes, now: Date): Occurrence[] {
  if (!isTimeZone(window.timeZone) || !/^\d{2}:\d{2}$/.test(window.beginTime)) return [];
  return datesOf(window, now)
    .map((date) => {
      const from = instantOf(window.timeZone, date, window.beginTime);
      return { from, to: new Date(from.getTime() + window.durationMinutes * Minute.ms) };
    })
    .filter(({ to }) => to > now);
}

function datesOf(window: WindowTimes, now: Date) {
  if (window.startsOn !== null) {
    const date = parseCalendarDate(window.startsOn);
    return date ? [date] : [];
  }
  const today = dateAt(window.timeZone, now);
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => addDays(today, days - 1)).filter(
    (date) => (window.daysOfWeek & (1 << weekday(date))) !== 0,
  );
}

/** The first time at which both are open; together they make one longer opening (reference/updates.md §12). */
export function firstOverlap(one: readonly Occurrence[], other: readonly Occurrence[]): Occurrence | null {
  for (const a of one) {
    const b = other.find((candidate) => candidate.from < a.to && a.from < candidate.to);
    if (b) {
      return {
        from: new Date(Math.max(a.from.getTime(), b.from.getTime())),
        to: new Date(Math.min(a.to.getTime(), b.to.getTime())),
      };
    }
  }
  return null;
}
