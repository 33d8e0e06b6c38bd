import { describe, expect, it } from "vitest";
import { routeHoursAt } from "./route-hours";

/** Open in exactly these hours of the week. */
const hours = (...open: number[]) =>
  Array.from({ length: 168 }, (_, hour) => (open.includes(hour) ? "1" : "0")).join("");
/** 2020-04-19 is a Sunday. */
const sunday = (time: string) => new Date(`2020-04-19T${time}Z`);

describe("a file replication route", () => {
  it("without hours is always open", () => {
    expect(routeHoursAt(null, sunday("00:00:00"))).toEqual({ open: true, opensAt: null });
  });

  it("is open to the last second of its hour, and closed in the next", () => {
    expect(routeHoursAt(hours(5), sunday("05:59:59.999")).open).toBe(true);
    expect(routeHoursAt(hours(5), sunday("06:00:00")).open).toBe(false);
  });

  it("opens at the full hour", () => {
    expect(routeHoursAt(hours(5, 6), sunday("03:17:42")).opensAt).toEqual(sunday("05:00:00"));
  });

  it("opens next week when its hours of this week are over", () => {
    expect(routeHoursAt(hours(0), sunday("01:00:00")).opensAt).toEqual(new Date("2020-04-26T00:00:00Z"));
    const saturday = new Date("2020-04-18T23:30:00Z");
    expect(routeHoursAt(hours(0), saturday).opensAt).toEqual(sunday("00:00:00"));
  });

  it("that has no open hour never opens", () => {
    expect(routeHoursAt(hours(), sunday("01:00:00"))).toEqual({ open: false, opensAt: null });
  });
});
