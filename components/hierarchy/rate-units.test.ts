import { expect, test } from "vitest";
import { fromBytesPerSecond, toBytesPerSecond } from "./rate-units";

test.each([
  ["10", "mbps", 1_250_000],
  ["2,5", "mbps", 312_500],
  ["2.5", "mbps", 312_500],
  ["512", "kbps", 64_000],
  ["1", "mb-per-s", 1_000_000],
] as const)("%s %s", (typed, unit, bytes) => {
  expect(toBytesPerSecond(typed, unit)).toBe(bytes);
});

test.each(["", " ", "0", "-3", "fast", "1e999", "1.000.000"])("%j is no limit", (typed) => {
  expect(toBytesPerSecond(typed, "mbps")).toBeNull();
});

test("a limit comes back as it was typed", () => {
  expect(fromBytesPerSecond(1_250_000)).toEqual({ amount: "10", unit: "mbps" });
  expect(fromBytesPerSecond(64_000)).toEqual({ amount: "512", unit: "kbps" });
});
