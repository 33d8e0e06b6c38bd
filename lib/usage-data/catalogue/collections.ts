import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section collections (reference/usage-data.md §6.2). */
export const COLLECTIONS: readonly CatalogueItem[] = [
  absent("E-COL-01", "feature-absent", {
    source: "site",
    reason: "sizing",
    en: ["Collection IDs", "How many of the possible collection IDs are used."],
    de: ["Sammlungs-IDs", "Wie viele der möglichen Sammlungs-IDs verwendet werden."],
  }),
  absent("E-COL-02", "feature-absent", {
    source: "site",
    reason: "find-faults",
    en: [
      "Evaluation of collections",
      "Query times, assigned and unassigned clients, numbers by type, ID rollover, use of rules.",
    ],
    de: [
      "Auswertung von Sammlungen",
      "Abfragezeiten, zugewiesene und nicht zugewiesene Clients, Anzahl nach Typ, ID-Überlauf, Verwendung von Regeln.",
    ],
  }),
  absent("E-COL-03", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Collections without a deployment", "Number of collections that nothing is deployed to."],
    de: ["Sammlungen ohne Bereitstellung", "Anzahl der Sammlungen, für die nichts bereitgestellt ist."],
  }),
  absent("E-COL-04", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Collections synchronised to Azure AD",
      "Number of collections whose membership is synchronised to Azure AD.",
    ],
    de: [
      "Mit Azure AD synchronisierte Sammlungen",
      "Anzahl der Sammlungen, deren Mitgliedschaft mit Azure AD synchronisiert wird.",
    ],
  }),
];
