/** Weekdays in the order a calendar week of the reader's region has them; the number is the bit of the schedule. */
export const WEEK_FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0] as const;

export const EVERY_DAY = 0b1111111;

export const hasDay = (daysOfWeek: number, day: number): boolean => (daysOfWeek & (1 << day)) !== 0;

export const withDay = (daysOfWeek: number, day: number, chosen: boolean): number =>
  chosen ? daysOfWeek | (1 << day) : daysOfWeek & ~(1 << day);

/** Any date that falls on the weekday, in UTC, to let the language name it. 2023-01-01 was a Sunday. */
export const dateOnWeekday = (day: number): Date => new Date(Date.UTC(2023, 0, 1 + day));

/**
 * The moment `HH:MM` UTC on the day of `on`; an offset from UTC depends on the day.
 * @returns null while the text is no time
 */
export function utcTimeOn(beginTime: string, on: Date): Date | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(beginTime);
  if (!match) return null;
  return new Date(
    Date.UTC(on.getUTCFullYear(), on.getUTCMonth(), on.getUTCDate(), Number(match[1]), Number(match[2])),
  );
}
