import { describe, expect, test } from "vitest";
import type { UsageDataItem } from "@/lib/usage-data/catalogue-model";
import type { UsageDocument } from "@/lib/usage-data/model";
import { ALL_OUTCOMES, bySection, filterRows, type ItemFilter, itemRows } from "./item-rows";

const item = (id: string, change: Partial<UsageDataItem> = {}): UsageDataItem => ({
  id,
  level: 1,
  section: "basic",
  change: null,
  hasSource: true,
  title: `Title of ${id}`,
  description: "What it says",
  reason: "Planning",
  reads: "Sites",
  sample: null,
  ...change,
});

const document: UsageDocument = {
  schemaVersion: 1,
  runId: "6a4f3a4e-6f1a-4a5b-9d53-1f2d7c1f9a10",
  hierarchy: "hash",
  level: 2,
  productVersion: "5.00.8968.1000",
  collectedAt: "2020-04-20T08:00:00Z",
  items: [
    { id: "B-03", level: 1, value: { a: 1 } },
    { id: "B-06", level: 1, absent: "no-clients" },
    { id: "B-07", level: 1, failed: "private-data" },
  ],
};

const rows = itemRows(
  [
    item("B-03"),
    item("B-06"),
    item("B-07"),
    item("B-15", { change: "removed" }),
    item("E-APP-02", { level: 2, section: "application-management", title: "Supersedence: chain depth" }),
    item("F-08", { level: 3, section: "full" }),
  ],
  document,
);

const none: ItemFilter = { search: "", level: "", section: "", outcome: ALL_OUTCOMES };
const found = (filter: Partial<ItemFilter>) => filterRows(rows, { ...none, ...filter }).map((row) => row.id);

test("each item of the catalogue says what became of it in the document", () => {
  expect(rows.map(({ id, outcome, why }) => [id, outcome, why])).toEqual([
    ["B-03", "collected", null],
    ["B-06", "absent", "no-clients"],
    ["B-07", "failed", "private-data"],
    ["B-15", "removed", null],
    ["E-APP-02", "absent", null],
    ["F-08", "above", null],
  ]);
  expect(rows[0]?.size).toBe('{"a":1}'.length);
});

describe("the filter", () => {
  test("without a part lets everything through", () => {
    expect(found({})).toHaveLength(rows.length);
  });
  test("finds by all words of id, title, reason and source, in any order and case", () => {
    expect(found({ search: "DEPTH supersedence" })).toEqual(["E-APP-02"]);
    expect(found({ search: "b-0" })).toEqual(["B-03", "B-06", "B-07"]);
  });
  test("combines its parts", () => {
    expect(found({ level: "1", outcome: "failed" })).toEqual(["B-07"]);
    expect(found({ section: "full", outcome: "collected" })).toEqual([]);
  });
});

test("sections keep the order of the catalogue and are counted whole, whatever was chosen of them", () => {
  const sections = bySection(filterRows(rows, { ...none, outcome: "absent" }), rows);
  expect(
    sections.map(({ section, rows, collected, count }) => [section, rows.length, collected, count]),
  ).toEqual([
    ["basic", 1, 1, 4],
    ["application-management", 1, 0, 1],
  ]);
});
