import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section miscellaneous (reference/usage-data.md §6.2). */
export const MISCELLANEOUS: readonly CatalogueItem[] = [
  absent("E-MSC-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Data warehouse service point",
      "Synchronisation schedule, average duration, customised tables in use.",
    ],
    de: [
      "Data Warehouse-Dienstpunkt",
      "Synchronisierungszeitplan, durchschnittliche Dauer, verwendete angepasste Tabellen.",
    ],
  }),
  absent("E-MSC-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Scripts", "Numbers of scripts, of their runs and edits."],
    de: ["Skripts", "Anzahl der Skripts, ihrer Ausführungen und Bearbeitungen."],
  }),
  absent("E-MSC-03", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Wake On LAN", "Number of sites with Wake On LAN."],
    de: ["Wake-On-LAN", "Anzahl der Standorte mit Wake-On-LAN."],
  }),
  absent("E-MSC-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Reporting", "Use and performance of reporting."],
    de: ["Berichterstellung", "Verwendung und Leistung der Berichterstellung."],
  }),
  absent("E-MSC-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Phased deployments", "How phased deployments are used."],
    de: ["Stufenweise Bereitstellungen", "Wie stufenweise Bereitstellungen verwendet werden."],
  }),
  absent("E-MSC-06", "feature-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Management insights", "Items and progress of management insights."],
    de: ["Verwaltungseinblicke", "Elemente und Fortschritt der Verwaltungseinblicke."],
  }),
  collected("E-MSC-07", {
    source: "site",
    reason: "find-faults",
    reads: ["executives"],
    sample: { days: 7, ended: 0, running: 1 },
    en: [
      "Crashes of other processes",
      "Processes of the executive that ended without a word in the last seven days.",
    ],
    de: [
      "Abstürze anderer Prozesse",
      "Prozesse von SMS_EXECUTIVE, die in den letzten sieben Tagen ohne Abmeldung endeten.",
    ],
  }),
  absent("E-MSC-08", "service-absent", {
    source: "scp",
    reason: "find-faults",
    en: ["Enrolment in Desktop Analytics", "Errors of the enrolment and its use."],
    de: ["Registrierung bei Desktop Analytics", "Fehler der Registrierung und ihre Verwendung."],
  }),
  collected("E-MSC-09", {
    source: "estate",
    reason: "find-faults",
    reads: ["client_summary"],
    sample: {
      groups: [
        {
          operatingSystem: "Windows 10 Enterprise",
          formFactor: "laptop",
          driveType: "ssd",
          devices: 402118,
          bootSeconds: 34.2,
        },
      ],
      other: 0,
    },
    en: [
      "Start time of clients",
      "Average time a client needs to start, by operating system, form factor and type of drive.",
    ],
    de: [
      "Startdauer der Clients",
      "Durchschnittliche Startdauer der Clients nach Betriebssystem, Bauform und Laufwerktyp.",
    ],
  }),
  absent("E-MSC-10", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Desktop Analytics", "How Desktop Analytics is used."],
    de: ["Desktop Analytics", "Wie Desktop Analytics verwendet wird."],
  }),
  absent("E-MSC-11", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Azure migration tool", "How often the tool is used."],
    de: ["Azure-Migrationstool", "Wie oft das Tool verwendet wird."],
  }),
  collected("E-MSC-12", {
    source: "estate",
    reason: "feature-use",
    change: "new",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 1001204 },
    en: ["Clients with browser usage", "How many of all clients report which browser they use."],
    de: ["Clients mit Browserverwendung", "Wie viele aller Clients melden, welchen Browser sie verwenden."],
  }),
];
