import { expect, test } from "vitest";
import { dateOnWeekday, EVERY_DAY, hasDay, utcTimeOn, WEEK_FROM_MONDAY, withDay } from "./schedule";

test("a day is switched on and off without touching the others", () => {
  const monday = withDay(0, 1, true);
  expect(hasDay(monday, 1)).toBe(true);
  expect(withDay(withDay(monday, 3, true), 1, false)).toBe(0b0001000);
});

test("all seven days are every day", () => {
  expect(WEEK_FROM_MONDAY.reduce<number>((days, day) => withDay(days, day, true), 0)).toBe(EVERY_DAY);
});

test("bit 0 is Sunday", () => {
  const name = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" });
  expect(name.format(dateOnWeekday(0))).toBe("Sunday");
  expect(name.format(dateOnWeekday(6))).toBe("Saturday");
});

test("a begin time is a moment in UTC; anything else is none", () => {
  const on = new Date("2020-04-20T17:00:00Z");
  expect(utcTimeOn("02:30", on)?.toISOString()).toBe("2020-04-20T02:30:00.000Z");
  expect(utcTimeOn("24:00", on)).toBeNull();
  expect(utcTimeOn("", on)).toBeNull();
});
