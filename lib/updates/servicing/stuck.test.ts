import { expect, test } from "vitest";
import { hoursBeyondNormal } from "./stuck";

const since = new Date("2020-04-20T00:00:00Z");
const at = (hours: number) => new Date(since.getTime() + hours * 3_600_000);
const GIGABYTES_3_6 = 3_600_000_000;

test.each([
  ["a small package within its hour", 0, 0.9, 0],
  ["a small package after five hours", 0, 5, 4],
  ["a large package has longer", GIGABYTES_3_6, 2, 0],
  ["a large package after five hours", GIGABYTES_3_6, 5, 3],
])("%s", (_what, totalBytes, hours, expected) => {
  const pack = { state: "CONTENT_REPLICATING", lastUpdateTime: since, totalBytes } as const;
  expect(hoursBeyondNormal(pack, at(hours))).toBe(expected);
});

test("what waits for an administrator is not stuck", () => {
  const pack = { state: "PREREQ_WARNING", lastUpdateTime: since, totalBytes: 0 } as const;
  expect(hoursBeyondNormal(pack, at(100))).toBe(0);
});
