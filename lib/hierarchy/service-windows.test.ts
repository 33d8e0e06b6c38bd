import { describe, expect, it } from "vitest";
import { serviceWindowAt, type WindowTimes } from "./service-windows";

const SATURDAY = 1 << 6;
const EVERY_DAY = 0b1111111;
const at = (text: string) => new Date(text);

const weekly = (overrides: Partial<WindowTimes> = {}): WindowTimes => ({
  enabled: true,
  startsOn: null,
  daysOfWeek: SATURDAY,
  beginTime: "22:00",
  durationMinutes: 240,
  timeZone: "Europe/Berlin",
  ...overrides,
});
const once = (overrides: Partial<WindowTimes> = {}): WindowTimes =>
  weekly({ startsOn: "2020-04-20", daysOfWeek: 0, ...overrides });

describe("a site's service windows", () => {
  it("let it install at any time when there is none, or none that is turned on", () => {
    const open = { open: true, opensAt: null, closesAt: null };
    expect(serviceWindowAt([], at("2020-04-20T08:00:00Z"))).toEqual(open);
    expect(serviceWindowAt([weekly({ enabled: false })], at("2020-04-20T08:00:00Z"))).toEqual(open);
  });

  it("say when the next one opens", () => {
    expect(serviceWindowAt([weekly()], at("2020-04-20T08:00:00Z"))).toEqual({
      open: false,
      opensAt: at("2020-04-25T20:00:00Z"),
      closesAt: null,
    });
  });

  it("stay open over midnight, from the first instant to just before the last", () => {
    const open = { open: true, opensAt: null, closesAt: at("2020-04-26T00:00:00Z") };
    expect(serviceWindowAt([weekly()], at("2020-04-25T20:00:00Z"))).toEqual(open);
    expect(serviceWindowAt([weekly()], at("2020-04-25T23:59:59.999Z"))).toEqual(open);
    expect(serviceWindowAt([weekly()], at("2020-04-26T00:00:00Z")).open).toBe(false);
  });

  it("of one date open once and never again", () => {
    expect(serviceWindowAt([once()], at("2020-04-20T21:00:00Z")).closesAt).toEqual(
      at("2020-04-21T00:00:00Z"),
    );
    expect(serviceWindowAt([once()], at("2020-04-21T00:00:00Z"))).toEqual({
      open: false,
      opensAt: null,
      closesAt: null,
    });
    expect(serviceWindowAt([once({ startsOn: "2021-12-24" })], at("2020-04-21T00:00:00Z")).opensAt).toEqual(
      at("2021-12-24T21:00:00Z"),
    );
  });

  it("combine: what overlaps or touches is one window", () => {
    const windows = [once(), once({ beginTime: "02:00", startsOn: "2020-04-21", timeZone: "Europe/Berlin" })];
    expect(serviceWindowAt(windows, at("2020-04-20T20:30:00Z")).closesAt).toEqual(at("2020-04-21T04:00:00Z"));
  });

  it("that leave no gap never close", () => {
    const always = weekly({ daysOfWeek: EVERY_DAY, durationMinutes: 1440 });
    expect(serviceWindowAt([always], at("2020-04-20T08:00:00Z"))).toEqual({
      open: true,
      opensAt: null,
      closesAt: null,
    });
  });
});

describe.each([
  ["Europe/Berlin in spring", "Europe/Berlin", "2020-03-29", "02:30", "2020-03-29T01:30:00Z"],
  ["Europe/Berlin in autumn", "Europe/Berlin", "2020-10-25", "02:30", "2020-10-25T00:30:00Z"],
  ["America/New_York in spring", "America/New_York", "2020-03-08", "02:30", "2020-03-08T07:30:00Z"],
  ["America/New_York in autumn", "America/New_York", "2020-11-01", "01:30", "2020-11-01T05:30:00Z"],
])("when the clocks change: %s", (_name, timeZone, startsOn, beginTime, opens) => {
  const window = once({ timeZone, startsOn, beginTime, durationMinutes: 60 });

  it("a time that is skipped is taken later, of one that comes twice the first", () => {
    expect(serviceWindowAt([window], new Date(at(opens).getTime() - 1)).opensAt).toEqual(at(opens));
  });

  it("is open for its whole duration in real time", () => {
    const end = at(opens).getTime() + 3_600_000;
    expect(serviceWindowAt([window], new Date(end - 1)).closesAt).toEqual(new Date(end));
    expect(serviceWindowAt([window], new Date(end)).open).toBe(false);
  });
});

describe.each(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"])(
  "over a year in %s",
  (timeZone) => {
    it("what it says will open is open then, and what it says will close is closed then", () => {
      const windows = [
        weekly({ timeZone, daysOfWeek: 0b0010010, beginTime: "23:30", durationMinutes: 180 }),
        weekly({ timeZone, daysOfWeek: 1, beginTime: "02:15", durationMinutes: 90 }),
      ];
      for (let hour = 0; hour < 366 * 24; hour += 5) {
        const instant = new Date(Date.UTC(2020, 0, 1, hour));
        const state = serviceWindowAt(windows, instant);
        const turn = state.open ? state.closesAt : state.opensAt;
        expect(turn?.getTime()).toBeGreaterThan(instant.getTime());
        expect(serviceWindowAt(windows, turn ?? instant).open).toBe(!state.open);
        expect(serviceWindowAt(windows, new Date((turn?.getTime() ?? 0) - 1)).open).toBe(state.open);
      }
    });
  },
);
