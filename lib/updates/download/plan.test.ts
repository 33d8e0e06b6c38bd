import { describe, expect, it } from "vitest";
import { CHUNK_BYTES, RANGE_BYTES, RangeSet, rangeAt, rangeCount } from "./plan";

describe("the plan", () => {
  it("asks for half a chunk at a time, so that two ranges at risk are one chunk", () => {
    expect(RANGE_BYTES * 2).toBe(CHUNK_BYTES);
  });

  it.each([0, 1, RANGE_BYTES - 1, RANGE_BYTES, RANGE_BYTES + 1, 5 * RANGE_BYTES + 7])(
    "covers a file of %i bytes without gap or overlap",
    (bytes) => {
      let end = 0;
      for (let index = 0; index < rangeCount(bytes); index++) {
        const range = rangeAt(bytes, index);
        expect(range.start).toBe(end);
        expect(range.end).toBeGreaterThan(range.start);
        end = range.end;
      }
      expect(end).toBe(bytes);
    },
  );
});

describe("the ranges of a file", () => {
  const bytes = 3 * RANGE_BYTES + 5;

  it("are complete from the start only when the file is empty", () => {
    expect(new RangeSet(0).complete).toBe(true);
    expect(new RangeSet(1).complete).toBe(false);
  });

  it("have their frontier at the first gap, in whatever order they come", () => {
    const set = new RangeSet(bytes);
    set.add(2);
    expect(set.frontier).toBe(0);
    set.add(0);
    expect(set.frontier).toBe(RANGE_BYTES);
    set.add(1);
    expect(set.frontier).toBe(3 * RANGE_BYTES);
    set.add(3);
    expect(set.frontier).toBe(bytes);
    expect(set.complete).toBe(true);
  });

  it("count a range once", () => {
    const set = new RangeSet(bytes);
    set.add(3);
    set.add(3);
    expect(set.bytes).toBe(5);
  });

  it("ignore ranges the file does not have", () => {
    const set = new RangeSet(bytes);
    set.add(4);
    set.add(-1);
    expect(set.bytes).toBe(0);
  });

  it("name what is missing, in order", () => {
    const set = new RangeSet(bytes);
    set.add(1);
    expect([...set.missing()].map(({ index }) => index)).toEqual([0, 2, 3]);
  });
});
