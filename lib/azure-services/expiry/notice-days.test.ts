import { expect, it } from "vitest";
import { Day } from "@/lib/clock";
import { nextNoticeAt, reachedNotices } from "./notice-days";

const now = new Date("2020-04-20T08:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * Day.ms);

it.each([
  [365, []],
  [90.5, []],
  [90, [90]],
  [60, [60, 90]],
  [29, [30, 60, 90]],
  [7, [7, 14, 30, 60, 90]],
  [0.5, [1, 7, 14, 30, 60, 90]],
  [0, [0, 1, 7, 14, 30, 60, 90]],
  [-400, [0, 1, 7, 14, 30, 60, 90]],
])("with %d days left the notices %j are due", (days, reached) => {
  expect(reachedNotices(inDays(days), now)).toEqual(reached);
});

it.each([
  [365, 275],
  [90, 30],
  [1, 1],
])("with %d days left the next notice is given in %d", (days, next) => {
  expect(nextNoticeAt(inDays(days), now)).toEqual(inDays(next));
});

it("after the expiry nothing more is to be given", () => {
  expect(nextNoticeAt(now, now)).toBeNull();
});
