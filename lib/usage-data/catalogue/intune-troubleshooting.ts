import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section intune troubleshooting (reference/usage-data.md §6.2). */
export const INTUNE_TROUBLESHOOTING: readonly CatalogueItem[] = [
  absent("E-INT-01", "service-absent", {
    source: "feature",
    reason: "find-faults",
    en: [
      "Actions and messages sent to Intune",
      "Number and size of device actions (wipe, retire, lock), usage data and data messages replicated to Intune.",
    ],
    de: [
      "An Intune gesendete Aktionen und Nachrichten",
      "Anzahl und Größe der an Intune replizierten Geräteaktionen (Zurücksetzen, Außerkraftsetzen, Sperren), Nutzungsdaten und Datennachrichten.",
    ],
  }),
  absent("E-INT-02", "service-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Messages from Intune", "Number and size of messages downloaded from Intune, by kind."],
    de: ["Nachrichten von Intune", "Anzahl und Größe der von Intune heruntergeladenen Nachrichten nach Art."],
  }),
  absent("E-INT-03", "service-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["User synchronisation for Intune", "Full and delta synchronisations of users."],
    de: ["Benutzersynchronisierung für Intune", "Vollständige und Deltasynchronisierungen der Benutzer."],
  }),
];
