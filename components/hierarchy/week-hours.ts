/** The hours of a week, from Sunday 00:00: one character an hour, `1` where something is allowed. */
export type WeekHours = string;

export const DAYS_PER_WEEK = 7;
export const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = DAYS_PER_WEEK * HOURS_PER_DAY;

export const ALWAYS_OPEN: WeekHours = "1".repeat(HOURS_PER_WEEK);

export const isOpen = (hours: WeekHours, day: number, hour: number): boolean =>
  hours[day * HOURS_PER_DAY + hour] === "1";

export interface WeekRange {
  from: { day: number; hour: number };
  to: { day: number; hour: number };
}

/** Opens or closes the rectangle between two cells, both included, whichever of them comes first. */
export function withRange(hours: WeekHours, { from, to }: WeekRange, open: boolean): WeekHours {
  const [firstDay, lastDay] = [Math.min(from.day, to.day), Math.max(from.day, to.day)];
  const [firstHour, lastHour] = [Math.min(from.hour, to.hour), Math.max(from.hour, to.hour)];
  return [...hours]
    .map((value, index) => {
      const day = Math.floor(index / HOURS_PER_DAY);
      const hour = index % HOURS_PER_DAY;
      const inside = day >= firstDay && day <= lastDay && hour >= firstHour && hour <= lastHour;
      return inside ? (open ? "1" : "0") : value;
    })
    .join("");
}

/** Whole days at once; a day whose 24 hours are all open is closed, any other is opened. */
export function toggleDay(hours: WeekHours, day: number): WeekHours {
  const all = dayOf(hours, day) === "1".repeat(HOURS_PER_DAY);
  return withRange(hours, { from: { day, hour: 0 }, to: { day, hour: HOURS_PER_DAY - 1 } }, !all);
}

const dayOf = (hours: WeekHours, day: number) => hours.slice(day * HOURS_PER_DAY, (day + 1) * HOURS_PER_DAY);

/** The open stretches of one day as `[first hour, hour after the last]`. */
export function openStretches(hours: WeekHours, day: number): [number, number][] {
  return [...dayOf(hours, day).matchAll(/1+/g)].map((match) => [match.index, match.index + match[0].length]);
}

export const openHourCount = (hours: WeekHours): number => [...hours].filter((hour) => hour === "1").length;
