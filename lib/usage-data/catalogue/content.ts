import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section content (reference/usage-data.md §6.2). */
export const CONTENT: readonly CatalogueItem[] = [
  absent("E-CNT-01", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Boundary groups", "Fast and slow ones, boundaries of each group, fallback relationships."],
    de: ["Begrenzungsgruppen", "Schnelle und langsame, Begrenzungen jeder Gruppe, Fallbackbeziehungen."],
  }),
  absent("E-CNT-02", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Members of boundary groups", "Boundaries and site systems assigned to each group."],
    de: ["Mitglieder von Begrenzungsgruppen", "Jeder Gruppe zugewiesene Begrenzungen und Standortsysteme."],
  }),
  absent("E-CNT-03", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Relationships of boundary groups", "Relationships between groups and how they fall back."],
    de: ["Beziehungen von Begrenzungsgruppen", "Beziehungen zwischen Gruppen und ihr Fallbackverhalten."],
  }),
  absent("E-CNT-04", "not-measured", {
    source: "estate",
    reason: "sizing",
    en: ["Content downloads of clients", "Statistics of what clients downloaded."],
    de: ["Inhaltsdownloads der Clients", "Statistik dessen, was Clients heruntergeladen haben."],
  }),
  absent("E-CNT-05", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Boundaries", "Numbers of boundaries by type."],
    de: ["Begrenzungen", "Anzahl der Begrenzungen nach Typ."],
  }),
  absent("E-CNT-06", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["Peer cache", "Peer cache clients, their use, partial downloads."],
    de: ["Peercache", "Peercacheclients, ihre Verwendung, Teildownloads."],
  }),
  collected("E-CNT-07", {
    source: "site",
    reason: "sizing",
    reads: ["content_distributions", "file_replication_routes"],
    sample: {
      distributions: { stored: 3 },
      attempts: { min: 1, max: 2, average: 1.3 },
      retrying: 0,
      routes: { total: 2, limitedRate: 1, limitedHours: 1 },
    },
    en: [
      "Distribution and its retries",
      "Content distributions by state, attempts and retries, replication routes with limits.",
    ],
    de: [
      "Verteilung und ihre Wiederholungen",
      "Inhaltsverteilungen nach Zustand, Versuche und Wiederholungen, Replikationsrouten mit Grenzen.",
    ],
  }),
  collected("E-CNT-08", {
    source: "site",
    reason: "find-faults",
    reads: ["hierarchy_settings", "content_distributions"],
    sample: { validationHours: 168, validated: 3, damaged: 0 },
    en: [
      "Monitoring of content",
      "How often stored content is validated, how much was, and how much is damaged.",
    ],
    de: [
      "Überwachung von Inhalt",
      "Wie oft gespeicherter Inhalt überprüft wird, wie viel überprüft wurde und wie viel beschädigt ist.",
    ],
  }),
  absent("E-CNT-09", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Distribution point groups", "Packages and distribution points of each group."],
    de: ["Verteilungspunktgruppen", "Pakete und Verteilungspunkte jeder Gruppe."],
  }),
  collected("E-CNT-10", {
    source: "site",
    reason: "sizing",
    reads: ["content_distributions"],
    sample: { location: "local", sites: 3, storedBytes: 3221225472 },
    en: ["Content library", "Where content libraries are, at how many sites, and how much they hold."],
    de: [
      "Inhaltsbibliothek",
      "Wo Inhaltsbibliotheken liegen, an wie vielen Standorten und wie viel sie enthalten.",
    ],
  }),
  absent("E-CNT-11", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Boundary groups by configuration", "Numbers of boundary groups by their configuration."],
    de: ["Begrenzungsgruppen nach Konfiguration", "Anzahl der Begrenzungsgruppen nach ihrer Konfiguration."],
  }),
  absent("E-CNT-12", "feature-absent", {
    source: "site",
    reason: "feature-use",
    change: "new",
    en: ["Subnets excluded from peer cache", "Number of subnets excluded from peer cache."],
    de: ["Vom Peercache ausgeschlossene Subnetze", "Anzahl der vom Peercache ausgeschlossenen Subnetze."],
  }),
];
