import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section cloud services (reference/usage-data.md §6.2). */
export const CLOUD_SERVICES: readonly CatalogueItem[] = [
  absent("E-CLD-01", "service-absent", {
    source: "scp",
    reason: "find-faults",
    en: ["Azure AD discovery", "Objects, duration, kind and errors of the runs of Azure AD discovery."],
    de: ["Azure AD-Ermittlung", "Objekte, Dauer, Art und Fehler der Läufe der Azure AD-Ermittlung."],
  }),
  absent("E-CLD-02", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Cloud management gateway",
      "Configuration and use: regions, environments, statistics of authentication and authorisation.",
    ],
    de: [
      "Cloudverwaltungsgateway",
      "Konfiguration und Verwendung: Regionen, Umgebungen, Statistik der Authentifizierung und Autorisierung.",
    ],
  }),
  absent("E-CLD-03", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Collections in Log Analytics",
      "Number of collections that are synchronised to Azure Log Analytics.",
    ],
    de: ["Sammlungen in Log Analytics", "Anzahl der mit Azure Log Analytics synchronisierten Sammlungen."],
  }),
  absent("E-CLD-04", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Upgrade Analytics connectors", "Number of connectors to Upgrade Analytics."],
    de: ["Upgrade Analytics-Connectors", "Anzahl der Connectors zu Upgrade Analytics."],
  }),
  absent("E-CLD-05", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Log Analytics connector", "Whether the cloud connector of Log Analytics is enabled."],
    de: ["Log Analytics-Connector", "Ob der Cloudconnector von Log Analytics aktiviert ist."],
  }),
  absent("E-CLD-06", "service-absent", {
    source: "site",
    reason: "feature-use",
    en: [
      "Pull distribution points with a cloud source",
      "Number of pull distribution points whose source is a cloud distribution point.",
    ],
    de: [
      "Pullverteilungspunkte mit Cloudquelle",
      "Anzahl der Pullverteilungspunkte, deren Quelle ein Cloudverteilungspunkt ist.",
    ],
  }),
  absent("E-CLD-07", "service-absent", {
    source: "scp",
    reason: "feature-use",
    change: "new",
    en: ["Azure Services Wizard", "How often the wizard was opened, finished and cancelled."],
    de: [
      "Assistent für Azure-Dienste",
      "Wie oft der Assistent geöffnet, fertig gestellt und abgebrochen wurde.",
    ],
  }),
];
