import { expect, test } from "vitest";
import { compareValues } from "./compare-values";

const sorted = (values: readonly unknown[], locale = "en") => {
  const collator = new Intl.Collator(locale, { numeric: true });
  return values.toSorted((a, b) => compareValues(collator, a, b));
};

test("numbers in words are ordered as numbers", () => {
  expect(sorted(["KB10", "KB9", "KB100"])).toEqual(["KB9", "KB10", "KB100"]);
});

test("words are ordered as the reader's language orders them", () => {
  expect(sorted(["Zug", "Änderung", "Auto"], "de")).toEqual(["Änderung", "Auto", "Zug"]);
});

test("what is missing comes last", () => {
  expect(sorted(["", "b", null, "a"]).slice(0, 2)).toEqual(["a", "b"]);
});

test("dates and numbers by size", () => {
  const [early, late] = [new Date("2019-10-01"), new Date("2019-11-29")];
  expect(sorted([late, early])).toEqual([early, late]);
  expect(sorted([10, 9, -1])).toEqual([-1, 9, 10]);
});
