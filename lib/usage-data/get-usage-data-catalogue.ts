import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { ABSENCES } from "./catalogue/absences";
import { ITEM_FAILURES } from "./catalogue/item-failures";
import { CATALOGUE_ITEMS, describeItem } from "./catalogue/items";
import type { UsageDataItem } from "./catalogue-model";

export interface UsageDataCatalogue {
  /** In the order of the itemised list. */
  items: UsageDataItem[];
  /** By code, why an item has no value. */
  whyNot: Record<string, string>;
}

/** The itemised list of usage data in one language. */
export const getUsageDataCatalogue = defineQuery({
  name: "get-usage-data-catalogue",
  action: "usage-data.view",
  input: z.object({ locale: z.enum(LOCALES) }),
  async run(_ctx, { locale }) {
    const sentences = Object.entries({ ...ABSENCES, ...ITEM_FAILURES });
    return ok({
      items: CATALOGUE_ITEMS.map((item) => describeItem(item, locale)),
      whyNot: Object.fromEntries(sentences.map(([code, text]) => [code, text[locale]])),
    } satisfies UsageDataCatalogue);
  },
});
