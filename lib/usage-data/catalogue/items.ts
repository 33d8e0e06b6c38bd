import type { Locale } from "@/lib/i18n/locales";
import type { UsageDataItem } from "../catalogue-model";
import { BASIC } from "./basic";
import type { CatalogueHeading, CatalogueItem } from "./model";
import { REASONS } from "./reasons";

/** The itemised list of version 2002, in its order (reference/usage-data.md §6). */
export const CATALOGUE: readonly (CatalogueItem | CatalogueHeading)[] = [...BASIC];

export const CATALOGUE_ITEMS: readonly CatalogueItem[] = CATALOGUE.filter(isItem);

function isItem(entry: CatalogueItem | CatalogueHeading): entry is CatalogueItem {
  return "level" in entry;
}

/** An item in the reader's language. */
export const describeItem = (item: CatalogueItem, locale: Locale): UsageDataItem => ({
  id: item.id,
  level: item.level,
  section: item.section,
  change: item.change,
  hasSource: item.absent === null,
  title: item.title[locale],
  description: item.description[locale],
  reason: REASONS[item.reason][locale],
  reads: item.reads.join(", "),
  sample: item.sample,
});
