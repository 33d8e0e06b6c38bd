"use client";

import { useTranslations } from "next-intl";
import { useCatalogue } from "./catalogue";

/** Returns why an item has no value, in the reader's language; a code without a sentence is named as it is. */
export function useItemReason(): (code: string) => string {
  const t = useTranslations("usageDataPage.item");
  const { whyNot } = useCatalogue();
  return (code) => whyNot[code] ?? t("otherReason", { code });
}
