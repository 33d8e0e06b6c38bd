import { expect, test } from "vitest";
import { documentCsv } from "./document-rows";
import type { UsageDocumentItem } from "./model";

function linesOf(...items: UsageDocumentItem[]): string[] {
  const csv = [
    ...documentCsv({
      schemaVersion: 1,
      runId: "6a4f3a4e-6f1a-4a5b-9d53-1f2d7c1f9a10",
      hierarchy: "hash",
      level: 3,
      productVersion: "5.00.8968.1000",
      collectedAt: "2020-04-20T08:00:00Z",
      items,
    }),
  ].join("");
  return csv.replace("\uFEFF", "").trimEnd().split("\r\n").slice(1);
}

test("each value of an item is a row with its pointer", () => {
  const value = { sites: [{ type: 4, "a/b~c": true }], none: null };
  expect(linesOf({ id: "B-03", level: 1, value })).toEqual([
    "B-03,1,basic,collected,/sites/0/type,4",
    "B-03,1,basic,collected,/sites/0/a~1b~0c,true",
    "B-03,1,basic,collected,/none,",
  ]);
});

test("an item without a value is one row with its reason", () => {
  expect(
    linesOf(
      { id: "E-APP-01", level: 2, absent: "feature-not-here" },
      { id: "F-08", level: 3, failed: "sql" },
    ),
  ).toEqual(["E-APP-01,2,application-management,absent,,feature-not-here", "F-08,3,full,failed,,sql"]);
});

test("what is empty is still a row, and so is a plain value", () => {
  expect(linesOf({ id: "B-09", level: 1, value: [] }, { id: "B-07", level: 1, value: 12 })).toEqual([
    "B-09,1,basic,collected,,[]",
    "B-07,1,basic,collected,,12",
  ]);
});

test("a value that a spreadsheet would run is quoted, wherever it stands", () => {
  expect(linesOf({ id: "B-18", level: 1, value: { "=1+1": "=HYPERLINK(0)" } })).toEqual([
    `B-18,1,basic,collected,/=1+1,"'=HYPERLINK(0)"`,
  ]);
});
