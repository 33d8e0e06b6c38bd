import { Day } from "@/lib/clock";

/** A date of the calendar; months count from 1. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a name the runtime does not know */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in `timeZone` shows, counted as if it were UTC. */
function wallClockMs(timeZone: string, instantMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instantMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetMs = (timeZone: string, instantMs: number): number => {
  const wholeSecond = Math.floor(instantMs / 1_000) * 1_000;
  return wallClockMs(timeZone, wholeSecond) - wholeSecond;
};

/** The date in `timeZone` at an instant. */
export function dateAt(timeZone: string, instant: Date): CalendarDate {
  const wall = new Date(wallClockMs(timeZone, instant.getTime()));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

/**
 * The instant at which clocks in `timeZone` show `time` on `date`. A time that the clocks skip in spring is taken
 * as much later as they are put forward; of a time they show twice in autumn, the first is meant.
 * @param time `HH:MM`
 */
export function instantOf(timeZone: string, { year, month, day }: CalendarDate, time: string): Date {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  // A zone changes its offset once in two days at most: one of the two is right, or the time is skipped.
  const before = offsetMs(timeZone, wall - Day.ms);
  const after = offsetMs(timeZone, wall + Day.ms);
  const candidates = [wall - before, wall - after].filter(
    (instantMs) => wallClockMs(timeZone, instantMs) === wall,
  );
  return new Date(candidates.length > 0 ? Math.min(...candidates) : wall - before);
}

/** `days` later in the calendar. */
export function addDays({ year, month, day }: CalendarDate, days: number): CalendarDate {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** 0 Sunday … 6 Saturday. */
export const weekday = ({ year, month, day }: CalendarDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** @param text `YYYY-MM-DD`; null when there is no such date */
export function parseCalendarDate(text: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const same = new Date(Date.UTC(date.year, date.month - 1, date.day));
  return same.getUTCMonth() + 1 === date.month && same.getUTCDate() === date.day ? date : null;
}
