import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section sql performance (reference/usage-data.md §6.2). */
export const SQL_PERFORMANCE: readonly CatalogueItem[] = [
  collected("E-SQL-01", {
    source: "site",
    reason: "sizing",
    reads: ["status_messages"],
    sample: {
      thresholds: {
        errors: { warning: 1, critical: 5 },
        warnings: { warning: 10, critical: 50 },
        infos: { warning: 2000, critical: 5000 },
      },
      period: "day",
      durationMs: 12,
      summarized: 41,
    },
    en: [
      "Status summarisation",
      "Thresholds and period of the component summarizer, and how long summarising takes.",
    ],
    de: [
      "Statuszusammenfassung",
      "Schwellenwerte und Zeitraum der Komponentenzusammenfassung und wie lange das Zusammenfassen dauert.",
    ],
  }),
  collected("E-SQL-02", {
    source: "site",
    reason: "sizing",
    reads: ["pg_class", "pg_stat_user_tables"],
    sample: { tables: [{ table: "status_messages", rows: 100000, bytes: 41943040 }] },
    en: [
      "Largest tables",
      "The 20 largest tables with rows and size; a table that is not the product's by the keyed hash of its name.",
    ],
    de: [
      "Größte Tabellen",
      "Die 20 größten Tabellen mit Zeilen und Größe; eine fremde Tabelle unter dem Hash (mit Schlüssel) ihres Namens.",
    ],
  }),
  absent("E-SQL-03", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: ["Objects found by discovery", "How many objects the discovery methods found."],
    de: ["Durch Ermittlung gefundene Objekte", "Wie viele Objekte die Ermittlungsmethoden gefunden haben."],
  }),
  absent("E-SQL-04", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Discovery methods",
      "Types of discovery, whether they are on, their full and incremental schedules.",
    ],
    de: [
      "Ermittlungsmethoden",
      "Ermittlungstypen, ob sie aktiviert sind, ihre vollständigen und inkrementellen Zeitpläne.",
    ],
  }),
  collected("E-SQL-05", {
    source: "site",
    reason: "find-faults",
    reads: ["pg_stat_replication", "pg_replication_slots"],
    sample: {
      replicas: 1,
      synchronous: 0,
      states: { streaming: 1 },
      lagBytesMax: 0,
      slots: 1,
      standby: false,
    },
    en: [
      "Replicas of the database",
      "Streaming replicas and replication slots: numbers, states and how far they are behind. PostgreSQL's counterpart of AlwaysOn.",
    ],
    de: [
      "Replikate der Datenbank",
      "Streamingreplikate und Replikationsslots: Anzahl, Zustände und Rückstand. Das Gegenstück von PostgreSQL zu AlwaysOn.",
    ],
  }),
  absent("E-SQL-06", "sql-server-only", {
    source: "site",
    reason: "find-faults",
    en: ["Change tracking", "Performance issues, retention and automatic clean-up of change tracking."],
    de: [
      "Änderungsnachverfolgung",
      "Leistungsprobleme, Aufbewahrung und automatische Bereinigung der Änderungsnachverfolgung.",
    ],
  }),
  absent("E-SQL-07", "sql-server-only", {
    source: "site",
    reason: "feature-use",
    en: [
      "Retention of change tracking",
      "Retention period of change tracking; the list has it a second time.",
    ],
    de: [
      "Aufbewahrung der Änderungsnachverfolgung",
      "Aufbewahrungszeitraum der Änderungsnachverfolgung; die Liste enthält ihn ein zweites Mal.",
    ],
  }),
  collected("E-SQL-08", {
    source: "site",
    reason: "find-faults",
    reads: ["status_messages"],
    sample: {
      days: 7,
      messages: [{ messageId: 500, component: "SMS_EXECUTIVE", severity: "informational", count: 41 }],
    },
    en: [
      "Commonest status messages",
      "The 25 commonest status messages of the last seven days, by number, component and severity; never their text.",
    ],
    de: [
      "Häufigste Statusmeldungen",
      "Die 25 häufigsten Statusmeldungen der letzten sieben Tage nach Nummer, Komponente und Schweregrad; nie ihr Text.",
    ],
  }),
  absent("E-SQL-09", "not-measured", {
    source: "site",
    reason: "sizing",
    en: ["Traffic of management points", "Bytes in and out by endpoint."],
    de: ["Datenverkehr der Verwaltungspunkte", "Ein- und ausgehende Bytes nach Endpunkt."],
  }),
  absent("E-SQL-10", "not-measured", {
    source: "site",
    reason: "find-faults",
    en: ["Performance of management points", "Performance counters of management points."],
    de: ["Leistung der Verwaltungspunkte", "Leistungsindikatoren der Verwaltungspunkte."],
  }),
  absent("E-SQL-11", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Software Center at the management point", "How fast the management point answers Software Center."],
    de: [
      "Softwarecenter am Verwaltungspunkt",
      "Wie schnell der Verwaltungspunkt dem Softwarecenter antwortet.",
    ],
  }),
  collected("E-SQL-12", {
    source: "site",
    reason: "feature-use",
    change: "section",
    reads: ["maintenance_tasks"],
    sample: { tasks: [{ task: "Backup Site Server", sites: 1, enabled: 1, completed: 1, failed: 0 }] },
    en: [
      "Maintenance tasks",
      "Site maintenance tasks: at how many sites, where enabled, how they last ended.",
    ],
    de: [
      "Wartungstasks",
      "Standortwartungstasks: an wie vielen Standorten, wo aktiviert, wie sie zuletzt endeten.",
    ],
  }),
  absent("E-SQL-13", "sql-server-only", {
    source: "site",
    reason: "find-faults",
    change: "new",
    en: ["Re-initialisation requests", "Status of recent requests to replicate a table from the beginning."],
    de: [
      "Anforderungen zur Neuinitialisierung",
      "Status der letzten Anforderungen, eine Tabelle von vorn zu replizieren.",
    ],
  }),
];
