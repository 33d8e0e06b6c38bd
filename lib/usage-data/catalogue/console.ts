import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section console (reference/usage-data.md §6.2). */
export const CONSOLE: readonly CatalogueItem[] = [
  collected("E-CON-01", {
    source: "scp",
    reason: "feature-use",
    change: "section",
    reads: ["alerts"],
    sample: { days: 30, active: { warning: 1 }, raised: { warning: 3, informational: 1 } },
    en: [
      "Non-critical notifications",
      "Numbers of warnings and informational alerts: active ones, and those raised in the last 30 days.",
    ],
    de: [
      "Nicht kritische Benachrichtigungen",
      "Anzahl der Warnungen und Informationen: aktive und in den letzten 30 Tagen ausgelöste.",
    ],
  }),
  absent("E-CON-02", "feature-absent", {
    source: "site",
    reason: "feature-use",
    change: "section",
    en: ["Folders", "Number of folders in the console."],
    de: ["Ordner", "Anzahl der Ordner in der Konsole."],
  }),
  absent("E-CON-03", "not-measured", {
    source: "scp",
    reason: "find-faults",
    change: "new",
    en: ["Performance of the console", "How long pages of the console take to load."],
    de: ["Leistung der Konsole", "Wie lange Seiten der Konsole zum Laden brauchen."],
  }),
  collected("E-CON-04", {
    source: "scp",
    reason: "feature-use",
    change: "new",
    reads: ["audit_messages"],
    sample: { days: 30, actions: { "updates.check": 41, "component.query": 12 } },
    en: ["Commonest actions", "The 25 commonest actions of the last 30 days and how often they were done."],
    de: [
      "Häufigste Aktionen",
      "Die 25 häufigsten Aktionen der letzten 30 Tage und wie oft sie ausgeführt wurden.",
    ],
  }),
];
