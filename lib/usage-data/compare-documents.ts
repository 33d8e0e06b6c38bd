import { compareValues, type ValueChange } from "./compare-values";
import { outcomeOf } from "./document-rows";
import type { UsageDataLevel, UsageDocument, UsageDocumentItem } from "./model";

/** How one item differs between two documents. */
export interface ItemDifference {
  id: string;
  level: UsageDataLevel;
  /** `added` and `removed`: only one of the documents lists the item, e.g. because of its level. */
  kind: "added" | "removed" | "changed";
  /** The first of the places, in the order of the document. */
  changes: ValueChange[];
  /** All places; more than `changes` holds when there are many. */
  total: number;
}

export interface DocumentDifference {
  items: ItemDifference[];
  /** Items of which the same leaves with both, or nothing with either. */
  same: number;
}

/** More places of one item than anybody reads, and few enough to travel. */
const SHOWN_CHANGES = 500;

/** What differs between two documents, item by item, in the order of the later one. */
export function compareDocuments(before: UsageDocument, after: UsageDocument): DocumentDifference {
  const old = new Map(before.items.map((item) => [item.id, item]));
  const now = new Map(after.items.map((item) => [item.id, item]));
  const ids = [...new Set([...now.keys(), ...old.keys()])];
  const items = ids.flatMap((id) => compareItems(old.get(id), now.get(id)) ?? []);
  return { items, same: ids.length - items.length };
}

function compareItems(
  before: UsageDocumentItem | undefined,
  after: UsageDocumentItem | undefined,
): ItemDifference | null {
  if (!before) return after ? listedOnce(after, { path: [], kind: "added", after: contentOf(after) }) : null;
  if (!after) return listedOnce(before, { path: [], kind: "removed", before: contentOf(before) });
  const changes = [...changesOf(before, after)];
  if (changes.length === 0) return null;
  const { id, level } = after;
  return { id, level, kind: "changed", changes: changes.slice(0, SHOWN_CHANGES), total: changes.length };
}

/** What one document does not list and the other lists as absent leaves with neither. */
function listedOnce(item: UsageDocumentItem, change: ValueChange): ItemDifference | null {
  if (outcomeOf(item) === "absent") return null;
  return { id: item.id, level: item.level, kind: change.kind, changes: [change], total: 1 };
}

function* changesOf(before: UsageDocumentItem, after: UsageDocumentItem): Generator<ValueChange> {
  const [old, now] = [contentOf(before), contentOf(after)];
  if (outcomeOf(before) === outcomeOf(after)) yield* compareValues(old, now);
  else yield { path: [], kind: "changed", before: old, after: now };
}

/** The value, or the code that stands in for it. */
function contentOf(item: UsageDocumentItem) {
  if ("value" in item) return item.value;
  return "absent" in item ? item.absent : item.failed;
}
