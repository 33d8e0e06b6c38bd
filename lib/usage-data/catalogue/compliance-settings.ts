import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section compliance settings (reference/usage-data.md §6.2). */
export const COMPLIANCE_SETTINGS: readonly CatalogueItem[] = [
  absent("E-CMP-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Configuration baselines", "Numbers of baselines, their deployments and references."],
    de: ["Konfigurationsbaselines", "Anzahl der Baselines, ihrer Bereitstellungen und Verweise."],
  }),
  absent("E-CMP-02", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Errors of compliance policies", "Statistics of errors of compliance policies."],
    de: ["Fehler von Kompatibilitätsrichtlinien", "Statistik der Fehler von Kompatibilitätsrichtlinien."],
  }),
  absent("E-CMP-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Configuration items", "Numbers of configuration items by type."],
    de: ["Konfigurationselemente", "Anzahl der Konfigurationselemente nach Typ."],
  }),
  absent("E-CMP-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Built-in settings",
      "Number of deployments that refer to built-in settings, with or without remediation.",
    ],
    de: [
      "Integrierte Einstellungen",
      "Anzahl der Bereitstellungen, die auf integrierte Einstellungen verweisen, mit oder ohne Korrektur.",
    ],
  }),
  absent("E-CMP-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Custom settings",
      "Number of rules and deployments for custom settings, with or without remediation.",
    ],
    de: [
      "Benutzerdefinierte Einstellungen",
      "Anzahl der Regeln und Bereitstellungen für benutzerdefinierte Einstellungen, mit oder ohne Korrektur.",
    ],
  }),
  absent("E-CMP-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Deployed templates",
      "Numbers of deployed templates for SCEP, VPN, Wi-Fi, certificates (.pfx) and compliance policies.",
    ],
    de: [
      "Bereitgestellte Vorlagen",
      "Anzahl bereitgestellter Vorlagen für SCEP, VPN, WLAN, Zertifikate (PFX) und Kompatibilitätsrichtlinien.",
    ],
  }),
  absent("E-CMP-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Deployments by platform",
      "Deployments of SCEP certificates, VPN, Wi-Fi, certificates (.pfx) and compliance policies by platform.",
    ],
    de: [
      "Bereitstellungen nach Plattform",
      "Bereitstellungen von SCEP-Zertifikaten, VPN, WLAN, Zertifikaten (PFX) und Kompatibilitätsrichtlinien nach Plattform.",
    ],
  }),
  absent("E-CMP-08", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Windows Hello for Business", "Numbers of policies created and deployed."],
    de: ["Windows Hello for Business", "Anzahl erstellter und bereitgestellter Richtlinien."],
  }),
  absent("E-CMP-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Microsoft Edge policies", "Number of deployed browser policies for Microsoft Edge."],
    de: ["Microsoft Edge-Richtlinien", "Anzahl bereitgestellter Browserrichtlinien für Microsoft Edge."],
  }),
  absent("E-CMP-10", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["OneDrive policies", "Numbers of policies created and deployed."],
    de: ["OneDrive-Richtlinien", "Anzahl erstellter und bereitgestellter Richtlinien."],
  }),
];
