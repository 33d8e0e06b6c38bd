import { expect, it } from "vitest";
import { lagMs, percentDone, remainingMs } from "./figures";

const noon = new Date("2020-04-19T12:00:00Z");
const before = (ms: number) => new Date(noon.getTime() - ms);

it("a site lags since the top-level site has the content, and not once it has it too", () => {
  expect(lagMs(before(90_000), false, noon)).toBe(90_000);
  expect(lagMs(before(90_000), true, noon)).toBe(0);
});

it("nothing lags behind a top-level site that has nothing itself", () => {
  expect(lagMs(null, false, noon)).toBeNull();
});

it("a clock that was set back makes no negative lag", () => {
  expect(lagMs(before(-5_000), false, noon)).toBe(0);
});

it("what remains follows from the rate, and is unknown without one", () => {
  expect(remainingMs({ bytesTotal: 1_000, bytesDone: 400, bytesPerSecond: 300 })).toBe(2_000);
  expect(remainingMs({ bytesTotal: 1_000, bytesDone: 400, bytesPerSecond: null })).toBeNull();
  expect(remainingMs({ bytesTotal: 1_000, bytesDone: 400, bytesPerSecond: 0 })).toBeNull();
});

it("a transfer is at 100 percent only when its last byte is there", () => {
  expect(percentDone({ bytesTotal: 1_000_000, bytesDone: 999_999 })).toBe(99);
  expect(percentDone({ bytesTotal: 10, bytesDone: 10 })).toBe(100);
  expect(percentDone({ bytesTotal: 0, bytesDone: 0 })).toBe(0);
});
