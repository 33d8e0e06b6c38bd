import { CSV_START, type CsvCell, csvLine } from "@/lib/csv";
import type { UsageDocument, UsageDocumentItem, UsageValue } from "./model";
import { sectionOf } from "./sections";

/** One value of a document: its item, and where in the item's value it stands. */
interface ValueRow {
  /** JSON Pointer (RFC 6901) within the item's value; empty for the value itself. */
  path: string;
  value: CsvCell;
}

const HEADER = ["item", "level", "section", "outcome", "path", "value"];

/**
 * A document as CSV, line by line: one row for each value inside an item, one for each item that has none. The values
 * are those of the document; a text that a spreadsheet would run is quoted (lib/csv.ts).
 */
export function* documentCsv(document: UsageDocument): Generator<string> {
  yield CSV_START + csvLine(HEADER);
  for (const item of document.items) {
    const { id, level } = item;
    for (const { path, value } of rowsOf(item)) {
      yield csvLine([id, level, sectionOf(id), outcomeOf(item), path, value]);
    }
  }
}

/** How many rows {@link documentCsv} has below its header. */
export function countRows(document: UsageDocument): number {
  let rows = 0;
  for (const item of document.items) for (const _row of rowsOf(item)) rows++;
  return rows;
}

/** What became of an item; exactly one of the three members is there. */
export function outcomeOf(item: UsageDocumentItem): "collected" | "absent" | "failed" {
  if ("value" in item) return "collected";
  return "absent" in item ? "absent" : "failed";
}

function* rowsOf(item: UsageDocumentItem): Generator<ValueRow> {
  if ("value" in item) yield* scalars(item.value, "");
  else yield { path: "", value: "absent" in item ? item.absent : item.failed };
}

function* scalars(value: UsageValue, path: string): Generator<ValueRow> {
  if (value === null || typeof value !== "object") {
    yield { path, value };
    return;
  }
  const members = Object.entries(value);
  if (members.length === 0) yield { path, value: JSON.stringify(value) };
  for (const [key, member] of members) yield* scalars(member, `${path}/${escapePointer(key)}`);
}

const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
