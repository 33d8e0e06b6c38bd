import type { UsageDataLevel } from "./model";
import type { UsageDataSection } from "./sections";

/** What version 2002 did to an item (reference/usage-data.md §6, column Ch); `section`: its section changed without a tag. */
export type ItemChange = "new" | "updated" | "moved" | "removed" | "section";

/**
 * An item as a reader meets it, in his language. These texts are too many for `lib/i18n/messages`, which travel with
 * every page: they lie beside the items, and only the page of usage data asks for them.
 */
export interface UsageDataItem {
  /** E.g. `B-07`. */
  id: string;
  level: UsageDataLevel;
  section: UsageDataSection;
  change: ItemChange | null;
  /** False: this product has no source for it, so it is listed and never collected. */
  hasSource: boolean;
  title: string;
  /** What exactly the value says. */
  description: string;
  /** What it is good for. */
  reason: string;
  /** Tables, settings or measurements it is made from. */
  reads: string;
  /** An example of its value; null for an item without a source. */
  sample: unknown;
}
