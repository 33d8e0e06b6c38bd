import { describe, expect, test } from "vitest";
import { firstOverlap, nextOccurrences, type WindowTimes } from "./window-occurrences";

// A Tuesday.
const NOW = new Date("2026-11-24T10:00:00Z");

const window = (changed: Partial<WindowTimes> = {}): WindowTimes => ({
  startsOn: null,
  daysOfWeek: 1 << 6,
  beginTime: "22:00",
  durationMinutes: 240,
  timeZone: "UTC",
  ...changed,
});

describe("nextOccurrences", () => {
  test("a weekly window comes on its days, in its own time zone", () => {
    const [next] = nextOccurrences(window({ timeZone: "Europe/Berlin" }), NOW);
    expect(next).toEqual({ from: new Date("2026-11-28T21:00:00Z"), to: new Date("2026-11-29T01:00:00Z") });
  });
  test("one that opened yesterday and is still open counts", () => {
    const [next] = nextOccurrences(window({ daysOfWeek: 1 << 1, durationMinutes: 1_000 }), NOW);
    expect(next?.from).toEqual(new Date("2026-11-23T22:00:00Z"));
  });
  test("one date comes once, and not again when it is over", () => {
    expect(nextOccurrences(window({ startsOn: "2026-12-24", daysOfWeek: 0 }), NOW)).toHaveLength(1);
    expect(nextOccurrences(window({ startsOn: "2026-01-01", daysOfWeek: 0 }), NOW)).toEqual([]);
  });
  test.each([{ timeZone: "Berl" }, { beginTime: "" }, { startsOn: "2026-02-30" }])(
    "%o gives nothing",
    (half) => {
      expect(nextOccurrences(window(half), NOW)).toEqual([]);
    },
  );
});

describe("firstOverlap", () => {
  test("names the time that both share", () => {
    const a = nextOccurrences(window(), NOW);
    const b = nextOccurrences(window({ beginTime: "23:30" }), NOW);
    expect(firstOverlap(a, b)).toEqual({
      from: new Date("2026-11-28T23:30:00Z"),
      to: new Date("2026-11-29T02:00:00Z"),
    });
  });
  test("windows that only touch do not overlap", () => {
    const a = nextOccurrences(window(), NOW);
    const b = nextOccurrences(window({ daysOfWeek: 1, beginTime: "02:00" }), NOW);
    expect(firstOverlap(a, b)).toBeNull();
  });
});
