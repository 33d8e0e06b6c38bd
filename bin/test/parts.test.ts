import { describe, expect, it } from "vitest";
import { chooseParts, lanesOf } from "./parts";

describe("the parts of npm test", () => {
  it("are all when none is named", () => {
    expect(chooseParts([]).parts).toEqual([
      "types",
      "biome",
      "dependencies",
      "unused",
      "unit",
      "integration",
      "journeys",
    ]);
  });

  it("are the named ones, in their own order", () => {
    expect(chooseParts(["integration", "unit"])).toEqual({ parts: ["unit", "integration"], filters: [] });
  });

  it("may be named by a group, and narrowed down to files by any other word", () => {
    expect(chooseParts(["lint"]).parts).toEqual(["biome", "dependencies", "unused"]);
    expect(chooseParts(["journeys", "german"])).toEqual({ parts: ["journeys"], filters: ["german"] });
  });

  it("run in lanes, each part in one of them", () => {
    const { parts } = chooseParts([]);
    const lanes = lanesOf(parts);
    expect(lanes.length).toBeGreaterThan(1);
    expect(lanes.flat().toSorted()).toEqual(parts.toSorted());
    expect(lanesOf(["unit"])).toEqual([["unit"]]);
  });
});
