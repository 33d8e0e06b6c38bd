import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section co management (reference/usage-data.md §6.2). */
export const CO_MANAGEMENT: readonly CatalogueItem[] = [
  absent("E-COM-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Enrolment in co-management", "Schedule of the enrolment and statistics of its past."],
    de: ["Registrierung für die Co-Verwaltung", "Zeitplan der Registrierung und Statistik ihres Verlaufs."],
  }),
  collected("E-COM-02", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 402118 },
    en: [
      "Clients eligible for co-management",
      "How many of all clients could be co-managed: Windows 10 version 1709 or later, joined to Azure AD.",
    ],
    de: [
      "Für die Co-Verwaltung geeignete Clients",
      "Wie viele aller Clients co-verwaltet werden könnten: Windows 10 ab Version 1709, in Azure AD eingebunden.",
    ],
  }),
  absent("E-COM-03", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Intune tenant", "Keyed hash of the associated Intune tenant."],
    de: ["Intune-Mandant", "Hash (mit Schlüssel) des zugeordneten Intune-Mandanten."],
  }),
];
