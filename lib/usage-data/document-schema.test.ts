import { describe, expect, it } from "vitest";
import { CATALOGUE_ITEMS } from "./catalogue/items";
import { DOCUMENT_OF_LEVEL, ITEM_OF_LEVEL } from "./document-schema";
import type { UsageDataLevel, UsageDocument, UsageDocumentItem } from "./model";

const LEVELS = [1, 2, 3] as const;

/** Every item that a document may have, with a value where it may have one. */
const ITEMS: UsageDocumentItem[] = CATALOGUE_ITEMS.filter(({ absent }) => absent !== "removed").map(
  ({ id, level, sample, absent }) => (absent ? { id, level, absent } : { id, level, value: sample }),
);
const itemsOf = (level: UsageDataLevel) => ITEMS.filter((item) => item.level <= level);
const accepted = (level: UsageDataLevel) =>
  ITEMS.filter((item) => ITEM_OF_LEVEL[level].safeParse(item).success).map(({ id }) => id);

const document = (level: UsageDataLevel, items: UsageDocumentItem[]): UsageDocument => ({
  schemaVersion: 1,
  runId: "cdcc5e91-0adf-4a24-82d0-196667f1c081",
  hierarchy: "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=",
  level,
  productVersion: "5.00.8853.1000",
  collectedAt: "2020-04-20T08:00:00.000Z",
  items,
});

describe("a level", () => {
  it.each(LEVELS)("%i accepts exactly the items of the levels up to it", (level) => {
    expect(accepted(level)).toEqual(itemsOf(level).map(({ id }) => id));
  });

  it.each([1, 2] as const)(
    "%i is a subset of the next: what it accepts that accepts, and its own beside",
    (level) => {
      const next = (level + 1) as UsageDataLevel;
      const own = ITEMS.filter((item) => item.level === next).map(({ id }) => id);
      expect(accepted(next).filter((id) => !accepted(level).includes(id))).toEqual(own);
      expect(accepted(level).filter((id) => !accepted(next).includes(id))).toEqual([]);
      const { items } = DOCUMENT_OF_LEVEL[level].parse(document(level, itemsOf(level)));
      expect(DOCUMENT_OF_LEVEL[next].safeParse(document(next, items as UsageDocumentItem[])).success).toBe(
        true,
      );
    },
  );

  it("refuses a document that says it is of another", () => {
    expect(DOCUMENT_OF_LEVEL[1].safeParse(document(2, itemsOf(1))).success).toBe(false);
  });
});

describe("an item of a document", () => {
  const accepts = (item: object) => ITEM_OF_LEVEL[3].safeParse(item).success;

  it("has a value, or says why it has none, never both", () => {
    const value = { versions: ["2002"] };
    expect(accepts({ id: "B-24", level: 1, value })).toBe(true);
    expect(accepts({ id: "B-24", level: 1, failed: "contains-host-name" })).toBe(true);
    expect(accepts({ id: "B-24", level: 1 })).toBe(false);
    expect(accepts({ id: "B-24", level: 1, value, absent: "no-clients" })).toBe(false);
  });

  it("has no value when the product has no source for it, and none that was removed is there at all", () => {
    expect(accepts({ id: "B-02", level: 1, value: { applications: 4 } })).toBe(false);
    expect(accepts({ id: "B-15", level: 1, absent: "removed" })).toBe(false);
  });

  it("carries nothing beside what is described", () => {
    expect(accepts({ id: "B-24", level: 1, value: { versions: [], site: "CAS" } })).toBe(false);
    expect(accepts({ id: "B-24", level: 1, value: { versions: [] }, note: "CAS" })).toBe(false);
  });
});
