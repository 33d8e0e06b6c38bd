import { describe, expect, it } from "vitest";
import { nextRun } from "./backup-task";

const MONDAY_8 = new Date("2020-04-20T08:00:00Z");
const MONDAY = 1 << 1;
const WEDNESDAY_AND_SATURDAY = (1 << 3) | (1 << 6);
const EVERY_DAY = 0b1111111;

describe("the next run of the backup task", () => {
  it.each([
    [EVERY_DAY, "09:30", "2020-04-20T09:30:00Z"],
    [EVERY_DAY, "02:00", "2020-04-21T02:00:00Z"],
    [WEDNESDAY_AND_SATURDAY, "02:00", "2020-04-22T02:00:00Z"],
    [MONDAY, "09:00", "2020-04-20T09:00:00Z"],
    [MONDAY, "07:00", "2020-04-27T07:00:00Z"],
    // A run that begins exactly now has begun; the next is a week away.
    [MONDAY, "08:00", "2020-04-27T08:00:00Z"],
  ])("of days %i at %s is %s", (daysOfWeek, beginTime, expected) => {
    expect(nextRun({ daysOfWeek, beginTime }, MONDAY_8)).toEqual(new Date(expected));
  });

  it("is always ahead, at the begin time, on a chosen day and at most a week away", () => {
    for (let daysOfWeek = 1; daysOfWeek <= EVERY_DAY; daysOfWeek++) {
      const after = new Date(MONDAY_8.getTime() + daysOfWeek * 4_321_987);
      const at = nextRun({ daysOfWeek, beginTime: "13:45" }, after);
      expect(at.getTime() - after.getTime()).toBeGreaterThan(0);
      expect(at.getTime() - after.getTime()).toBeLessThanOrEqual(7 * 86_400_000);
      expect(at.toISOString()).toContain("T13:45:00.000Z");
      expect(daysOfWeek & (1 << at.getUTCDay())).not.toBe(0);
    }
  });
});
