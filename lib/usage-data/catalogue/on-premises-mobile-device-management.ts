import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section on premises mobile device management (reference/usage-data.md §6.2). */
export const ON_PREMISES_MOBILE_DEVICE_MANAGEMENT: readonly CatalogueItem[] = [
  absent("E-OPM-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Bulk enrolment of Windows 10", "Numbers of packages and profiles for bulk enrolment."],
    de: ["Massenregistrierung von Windows 10", "Anzahl der Pakete und Profile für die Massenregistrierung."],
  }),
  absent("E-OPM-02", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["App deployments", "Success and failure of app deployments."],
    de: ["App-Bereitstellungen", "Erfolg und Fehler von App-Bereitstellungen."],
  }),
];
