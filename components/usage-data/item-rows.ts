import type { UsageDataItem } from "@/lib/usage-data/catalogue-model";
import type { UsageDocument, UsageDocumentItem } from "@/lib/usage-data/model";
import type { UsageDataSection } from "@/lib/usage-data/sections";

/** What became of an item; `above`: a higher level collects it; `removed`: version 2002 collects it no more. */
export const ITEM_OUTCOMES = ["collected", "absent", "failed", "above", "removed"] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** The filter that lets every outcome through. */
export const ALL_OUTCOMES = "all";

/** An item of the catalogue with what a document says of it. */
export interface ItemRow extends UsageDataItem {
  outcome: ItemOutcome;
  /** Code that says why there is no value. */
  why: string | null;
  /** Bytes of its value in the document; null without one. */
  size: number | null;
}

export interface ItemFilter {
  search: string;
  level: string;
  section: string;
  outcome: string;
}

export interface ItemSection {
  section: UsageDataSection;
  /** Those that were chosen. */
  rows: ItemRow[];
  /** Of the whole section. */
  collected: number;
  count: number;
}

/** Every item of the catalogue, in its order. */
export function itemRows(catalogue: readonly UsageDataItem[], document: UsageDocument): ItemRow[] {
  const said = new Map(document.items.map((item) => [item.id, item]));
  return catalogue.map((item) => ({ ...item, ...outcomeIn(document, item, said.get(item.id)) }));
}

function outcomeIn(
  document: UsageDocument,
  item: UsageDataItem,
  said: UsageDocumentItem | undefined,
): Pick<ItemRow, "outcome" | "why" | "size"> {
  const none = { why: null, size: null };
  if (said && "value" in said) {
    return { outcome: "collected", why: null, size: bytesOf(JSON.stringify(said.value)) };
  }
  if (said && "failed" in said) return { ...none, outcome: "failed", why: said.failed };
  if (said) return { ...none, outcome: "absent", why: said.absent };
  if (item.change === "removed") return { ...none, outcome: "removed" };
  return { ...none, outcome: item.level > document.level ? "above" : "absent" };
}

/** The rows that meet every part of the filter; an empty level, section or search lets all through. */
export function filterRows(
  rows: readonly ItemRow[],
  { search, level, section, outcome }: ItemFilter,
): ItemRow[] {
  const words = search.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (level && String(row.level) !== level) return false;
    if (section && row.section !== section) return false;
    if (outcome !== ALL_OUTCOMES && row.outcome !== outcome) return false;
    const text = `${row.id} ${row.title} ${row.reason} ${row.reads}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * Rows by their section, in the order of the rows.
 * @param all what the rows were chosen from: the section is counted whole
 */
export function bySection(rows: readonly ItemRow[], all: readonly ItemRow[]): ItemSection[] {
  const whole = Map.groupBy(all, (row) => row.section);
  return [...Map.groupBy(rows, (row) => row.section)].map(([section, own]) => ({
    section,
    rows: own,
    collected: (whole.get(section) ?? []).filter((row) => row.outcome === "collected").length,
    count: whole.get(section)?.length ?? 0,
  }));
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
