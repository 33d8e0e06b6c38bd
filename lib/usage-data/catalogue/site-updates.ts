import { collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section site updates (reference/usage-data.md §6.2). */
export const SITE_UPDATES: readonly CatalogueItem[] = [
  collected("E-UPD-01", {
    source: "scp",
    reason: "improve-updates",
    reads: ["update_packages"],
    sample: { hotfixes: ["5.00.8853.1012"] },
    en: ["Installed hotfixes", "Full versions of the hotfixes that are installed."],
    de: ["Installierte Hotfixes", "Vollständige Versionen der installierten Hotfixes."],
  }),
];
