import { expect, test } from "vitest";
import de from "@/lib/i18n/messages/de";
import en from "@/lib/i18n/messages/en";
import { CATALOGUE_ITEMS } from "@/lib/usage-data/catalogue/items";
import { COLLECTION_FAILURE_CODES } from "@/lib/usage-data/collection-failure";

test.each([en, de])(
  "every way a collection fails, and every section of the list, has its words",
  (messages) => {
    const { errors, sections } = messages.usageDataPage;
    expect(Object.keys(errors).sort()).toEqual([...COLLECTION_FAILURE_CODES].sort());
    expect(Object.keys(sections)).toEqual([...new Set(CATALOGUE_ITEMS.map(({ section }) => section))]);
  },
);
