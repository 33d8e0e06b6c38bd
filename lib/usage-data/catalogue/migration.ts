import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section migration (reference/usage-data.md §6.2). */
export const MIGRATION: readonly CatalogueItem[] = [
  absent("E-MIG-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Migrated objects", "How many objects the migration wizard migrated."],
    de: ["Migrierte Objekte", "Wie viele Objekte der Migrations-Assistent migriert hat."],
  }),
];
