"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { UsageDataCatalogue } from "@/lib/usage-data/get-usage-data-catalogue";

const CatalogueContext = createContext<UsageDataCatalogue>({ items: [], whyNot: {} });

/** Makes the itemised list, in the reader's language, known to the page. */
export function CatalogueProvider({
  catalogue,
  children,
}: {
  catalogue: UsageDataCatalogue;
  children: ReactNode;
}) {
  return <CatalogueContext value={catalogue}>{children}</CatalogueContext>;
}

export const useCatalogue = (): UsageDataCatalogue => useContext(CatalogueContext);
