import { describe, expect, test } from "vitest";
import { ALWAYS_OPEN, isOpen, openHourCount, openStretches, toggleDay, withRange } from "./week-hours";

const CLOSED = "0".repeat(168);
const range = (fromDay: number, fromHour: number, toDay: number, toHour: number) => ({
  from: { day: fromDay, hour: fromHour },
  to: { day: toDay, hour: toHour },
});

describe("withRange", () => {
  test("opens the rectangle between two cells, whichever was touched first", () => {
    const forward = withRange(CLOSED, range(1, 20, 5, 23), true);
    expect(withRange(CLOSED, range(5, 23, 1, 20), true)).toBe(forward);
    expect(openHourCount(forward)).toBe(5 * 4);
    expect(isOpen(forward, 1, 20)).toBe(true);
    expect(isOpen(forward, 0, 20)).toBe(false);
    expect(isOpen(forward, 3, 19)).toBe(false);
  });
  test("keeps what lies outside", () => {
    const hours = withRange(ALWAYS_OPEN, range(0, 0, 0, 0), false);
    expect(hours).toHaveLength(168);
    expect(openHourCount(hours)).toBe(167);
  });
});

test("a full day is closed, a partly open one is opened", () => {
  const partly = withRange(CLOSED, range(2, 3, 2, 5), true);
  expect(openStretches(toggleDay(partly, 2), 2)).toEqual([[0, 24]]);
  expect(openStretches(toggleDay(ALWAYS_OPEN, 2), 2)).toEqual([]);
});

test("a day's open hours are said as stretches", () => {
  const hours = withRange(withRange(CLOSED, range(4, 0, 4, 5), true), range(4, 22, 4, 23), true);
  expect(openStretches(hours, 4)).toEqual([
    [0, 6],
    [22, 24],
  ]);
});
