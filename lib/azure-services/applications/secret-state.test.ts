import { describe, expect, it } from "vitest";
import { Day } from "@/lib/clock";
import { daysLeftOf, secretStateOf } from "./secret-state";

const now = new Date("2020-04-20T08:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * Day.ms);
const stateIn = (days: number, sealedTo = "a") =>
  secretStateOf({ expiresAt: inDays(days), sealedTo }, "a", now);

describe("a secret key", () => {
  it.each([
    [365, "ok"],
    [31, "ok"],
    [30, "expiring"],
    [1, "expiring"],
    [0, "expired"],
    [-1, "expired"],
  ])("that ends in %i days is %s", (days, state) => {
    expect(stateIn(days)).toBe(state);
  });

  it("that is sealed to another server than the one that holds the role cannot be read", () => {
    expect(stateIn(365, "b")).toBe("unreadable");
    expect(secretStateOf({ expiresAt: inDays(365), sealedTo: "a" }, null, now)).toBe("unreadable");
  });

  it("that is lost and expired is called expired: a renewal mends both", () => {
    expect(stateIn(-1, "b")).toBe("expired");
  });

  it("has a day left until its last hour is over", () => {
    expect(daysLeftOf(new Date(now.getTime() + 3_600_000), now)).toBe(1);
    expect(daysLeftOf(inDays(-1.5), now)).toBe(-1);
  });
});
