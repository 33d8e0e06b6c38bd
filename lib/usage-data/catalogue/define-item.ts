import type { Locale } from "@/lib/i18n/locales";
import type { ItemChange } from "../catalogue-model";
import type { UsageDataLevel, UsageValue } from "../model";
import { sectionOf } from "../sections";
import type { AbsenceCode } from "./absences";
import type { CatalogueHeading, CatalogueItem, ItemSource } from "./model";
import type { ReasonCode } from "./reasons";

/** Title and description. */
type Words = readonly [title: string, description: string];

interface Facts extends Record<Locale, Words> {
  source: ItemSource;
  reason: ReasonCode;
  change?: ItemChange;
}

/** An item that this product collects; its collector is in `collectors/`. */
export const collected = (
  id: string,
  facts: Facts & { reads: readonly string[]; sample: UsageValue },
): CatalogueItem => ({ ...described(id, facts), reads: facts.reads, sample: facts.sample, absent: null });

/** An item of the list that this product has no source for. */
export const absent = (id: string, why: AbsenceCode, facts: Facts): CatalogueItem => ({
  ...described(id, facts),
  reads: [],
  sample: null,
  absent: why,
});

export const heading = (id: string, title: CatalogueHeading["title"]): CatalogueHeading => ({
  id,
  section: sectionOf(id),
  title,
});

function described(id: string, { source, reason, change, en, de }: Facts) {
  return {
    id,
    level: levelOf(id),
    section: sectionOf(id),
    change: change ?? null,
    title: { en: en[0], de: de[0] },
    description: { en: en[1], de: de[1] },
    reason,
    source,
  };
}

const LEVEL_OF_LETTER: Record<string, UsageDataLevel> = { B: 1, E: 2, F: 3 };

function levelOf(id: string): UsageDataLevel {
  const level = LEVEL_OF_LETTER[id.charAt(0)];
  if (!level) throw new Error(`${id} is no item of usage data`);
  return level;
}
