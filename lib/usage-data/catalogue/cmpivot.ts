import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section cmpivot (reference/usage-data.md §6.2). */
export const CMPIVOT: readonly CatalogueItem[] = [
  absent("E-PIV-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Use of CMPivot", "How often queries of CMPivot are run."],
    de: ["Verwendung von CMPivot", "Wie oft Abfragen von CMPivot ausgeführt werden."],
  }),
  absent("E-PIV-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Saved queries", "Number of saved queries."],
    de: ["Gespeicherte Abfragen", "Anzahl der gespeicherten Abfragen."],
  }),
  absent("E-PIV-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Queries by entity", "Numbers of queries by the type of entity they ask for."],
    de: ["Abfragen nach Entität", "Anzahl der Abfragen nach Typ der abgefragten Entität."],
  }),
];
