import { describe, expect, it } from "vitest";
import { pick, seededRandom } from "./random";

describe("the sample's chance", () => {
  it("is the same for the same seed, and another for the next", () => {
    const numbers = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(1)).not.toEqual(numbers(2));
  });

  it("gives each value its share", () => {
    const random = seededRandom(7);
    const picks = Array.from({ length: 10_000 }, () =>
      pick(
        [
          ["often", 3],
          ["rare", 1],
          ["never", 0],
        ],
        random,
      ),
    );
    const share = (value: string) => picks.filter((one) => one === value).length / picks.length;
    expect(share("often")).toBeCloseTo(0.75, 1);
    expect(share("rare")).toBeCloseTo(0.25, 1);
    expect(share("never")).toBe(0);
  });
});
