import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section endpoint protection (reference/usage-data.md §6.2). */
export const ENDPOINT_PROTECTION: readonly CatalogueItem[] = [
  absent("E-EP-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Microsoft Defender ATP policies",
      "Number of policies (formerly Windows Defender ATP), and whether they are deployed.",
    ],
    de: [
      "Microsoft Defender ATP-Richtlinien",
      "Anzahl der Richtlinien (früher Windows Defender ATP) und ob sie bereitgestellt sind.",
    ],
  }),
  absent("E-EP-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Alerts of Endpoint Protection", "Number of alerts configured for Endpoint Protection."],
    de: ["Warnungen von Endpoint Protection", "Anzahl der für Endpoint Protection konfigurierten Warnungen."],
  }),
  absent("E-EP-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Collections in the dashboard",
      "Number of collections shown in the dashboard of Endpoint Protection.",
    ],
    de: [
      "Sammlungen im Dashboard",
      "Anzahl der im Dashboard von Endpoint Protection angezeigten Sammlungen.",
    ],
  }),
  absent("E-EP-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Exploit Guard", "Policies, deployments and targeted clients."],
    de: ["Exploit Guard", "Richtlinien, Bereitstellungen und Zielclients."],
  }),
  absent("E-EP-05", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: [
      "Deployment errors of Endpoint Protection",
      "Errors of deployments and error codes of policy deployments.",
    ],
    de: [
      "Bereitstellungsfehler von Endpoint Protection",
      "Fehler von Bereitstellungen und Fehlercodes von Richtlinienbereitstellungen.",
    ],
  }),
  absent("E-EP-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Antimalware and firewall policies",
      "Different policies of each group; never the settings inside them.",
    ],
    de: [
      "Antischadsoftware- und Firewallrichtlinien",
      "Verschiedene Richtlinien jeder Gruppe; nie die Einstellungen darin.",
    ],
  }),
  absent("E-EP-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    change: "new",
    en: ["Use of Microsoft Defender ATP policies", "Aggregated use of the policies."],
    de: ["Verwendung von Microsoft Defender ATP-Richtlinien", "Zusammengefasste Verwendung der Richtlinien."],
  }),
];
