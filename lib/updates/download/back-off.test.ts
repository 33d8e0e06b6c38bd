import { describe, expect, it } from "vitest";
import { backOffMs } from "./back-off";

const longest = () => 0.999_999;
const shortest = () => 0;

describe("the time to the next attempt", () => {
  it("doubles from 5 seconds to a quarter of an hour and no further", () => {
    const seconds = [1, 2, 3, 8, 9, 50].map((attempt) =>
      Math.round(backOffMs(attempt, null, longest) / 1_000),
    );
    expect(seconds).toEqual([5, 10, 20, 640, 900, 900]);
  });

  it("is spread by chance over its later half, so that not all come back at once", () => {
    expect(backOffMs(3, null, shortest)).toBe(10_000);
    expect(backOffMs(3, null, () => 0.5)).toBe(15_000);
  });

  it("is never earlier than the server asked for", () => {
    expect(backOffMs(1, 60_000, longest)).toBe(60_000);
  });

  it("is not shortened by what the server asked for", () => {
    expect(backOffMs(9, 1_000, longest)).toBeGreaterThan(800_000);
  });
});
