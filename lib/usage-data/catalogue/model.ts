import type { Locale } from "@/lib/i18n/locales";
import type { ItemChange } from "../catalogue-model";
import type { UsageDataLevel, UsageValue } from "../model";
import type { UsageDataSection } from "../sections";
import type { AbsenceCode } from "./absences";
import type { ReasonCode } from "./reasons";

export type Text = Readonly<Record<Locale, string>>;

/** Column Src of reference/usage-data.md §6: who has the data. */
export type ItemSource = "scp" | "site" | "estate" | "feature";

/** One item of the itemised list, with its texts in every language. */
export interface CatalogueItem {
  /** E.g. `B-07`. */
  id: string;
  level: UsageDataLevel;
  section: UsageDataSection;
  change: ItemChange | null;
  title: Text;
  /** What exactly the value says. */
  description: Text;
  reason: ReasonCode;
  source: ItemSource;
  /** Tables and views of the site database and other sources; empty for an item that is not collected. */
  reads: readonly string[];
  /** A value as it may be; null for an item that is not collected. */
  sample: UsageValue;
  /** Why this product never has a value for it; null for an item with a collector. */
  absent: AbsenceCode | null;
}

/** A line of the list that only groups those after it. */
export interface CatalogueHeading {
  id: string;
  section: UsageDataSection;
  title: Text;
}
