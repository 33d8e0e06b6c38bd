import { describe, expect, test } from "vitest";
import { compareDocuments } from "./compare-documents";
import type { UsageDocument, UsageDocumentItem, UsageValue } from "./model";

const document = (items: UsageDocumentItem[]): UsageDocument => ({
  schemaVersion: 1,
  runId: "6a4f3a4e-6f1a-4a5b-9d53-1f2d7c1f9a10",
  hierarchy: "hash",
  level: 2,
  productVersion: "5.00.8968.1000",
  collectedAt: "2020-04-20T08:00:00Z",
  items,
});

const item = (value: UsageValue): UsageDocumentItem => ({ id: "B-03", level: 1, value });

const changesOf = (before: UsageValue, after: UsageValue) =>
  compareDocuments(document([item(before)]), document([item(after)])).items.flatMap((one) => one.changes);

describe("items", () => {
  test("the same value is no difference", () => {
    const value = { sites: [{ site: "a", clients: 3 }], versions: ["1", "2"] };
    expect(compareDocuments(document([item(value)]), document([item(value)]))).toEqual({
      items: [],
      same: 1,
    });
  });

  test("one that only the later document lists was added, the other way round removed", () => {
    const other: UsageDocumentItem = { id: "F-08", level: 3, value: { protected: 7 } };
    const [fewer, more] = [document([item(1)]), document([item(1), other])];
    expect(compareDocuments(fewer, more).items).toMatchObject([
      { id: "F-08", kind: "added", changes: [{ path: [], kind: "added", after: { protected: 7 } }] },
    ]);
    expect(compareDocuments(more, fewer)).toMatchObject({
      items: [{ id: "F-08", kind: "removed", changes: [{ before: { protected: 7 } }] }],
      same: 1,
    });
  });

  test("one that a higher level lists without a value makes no difference: nothing leaves with either", () => {
    const absent: UsageDocumentItem = { id: "F-02", level: 3, absent: "feature-absent" };
    expect(compareDocuments(document([]), document([absent]))).toEqual({ items: [], same: 1 });
    expect(compareDocuments(document([absent]), document([]))).toEqual({ items: [], same: 1 });
  });

  test("one that is absent now is one change, with its reason", () => {
    const absent: UsageDocumentItem = { id: "B-03", level: 1, absent: "no-clients" };
    expect(compareDocuments(document([item({ a: 1, b: 2 })]), document([absent])).items).toMatchObject([
      { kind: "changed", changes: [{ path: [], before: { a: 1, b: 2 }, after: "no-clients" }] },
    ]);
  });

  test("of very many places the first ones are shown, and all are counted", () => {
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`k${n}`, value]));
    const [difference] = compareDocuments(document([item(many(1))]), document([item(many(2))])).items;
    expect(difference).toMatchObject({ total: 900 });
    expect(difference?.changes).toHaveLength(500);
  });
});

describe("values", () => {
  test("a member is named by its path", () => {
    expect(
      changesOf({ database: { gigabytes: 4, cpus: 2 } }, { database: { gigabytes: 5, cpus: 2 } }),
    ).toEqual([{ path: ["database", "gigabytes"], kind: "changed", before: 4, after: 5 }]);
  });

  test("null, false and 0 are values", () => {
    expect(changesOf({ a: null }, { a: 0 })).toMatchObject([{ kind: "changed", before: null, after: 0 }]);
    expect(changesOf({}, { a: false })).toMatchObject([{ kind: "added", after: false }]);
  });

  test("a new element moves nobody", () => {
    const before = [{ site: "bbb", clients: 2 }];
    const after = [{ site: "aaa", clients: 1 }, ...before];
    expect(changesOf(before, after)).toEqual([
      { path: [{ where: { site: "aaa" } }], kind: "added", after: after[0] },
    ]);
  });

  test("an object whose definition changed is the same object", () => {
    const hashes = (definition: string) => [
      { definition, name: "n1" },
      { definition: "d2", name: "n2" },
    ];
    expect(changesOf(hashes("d1"), hashes("d1'"))).toEqual([
      { path: [{ where: { name: "n1" } }, "definition"], kind: "changed", before: "d1", after: "d1'" },
    ]);
  });

  test("where no one text tells them apart, all together do", () => {
    const rows = (clients: number) => [
      { os: "10", branch: "SAC", clients: 1 },
      { os: "10", branch: "LTSC", clients },
      { os: "11", branch: "SAC", clients: 1 },
    ];
    expect(changesOf(rows(5), rows(6))).toEqual([
      { path: [{ where: { os: "10", branch: "LTSC" } }, "clients"], kind: "changed", before: 5, after: 6 },
    ]);
  });

  test("lists of scalars are compared by what they hold, duplicates counted, order ignored", () => {
    expect(changesOf(["a", "b", "b"], ["b", "a"])).toEqual([{ path: [], kind: "removed", before: "b" }]);
    expect(changesOf([1, 2], [2, 1, 1])).toEqual([{ path: [], kind: "added", after: 1 }]);
  });

  test("another kind of value is a change of the whole", () => {
    expect(changesOf({ a: [1] }, { a: { b: 1 } })).toEqual([
      { path: ["a"], kind: "changed", before: [1], after: { b: 1 } },
    ]);
  });
});
