import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section software updates (reference/usage-data.md §6.2). */
export const SOFTWARE_UPDATES: readonly CatalogueItem[] = [
  absent("E-SUM-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Times of automatic deployment rules",
      "Available and deadline deltas used by automatic deployment rules.",
    ],
    de: [
      "Zeiten automatischer Bereitstellungsregeln",
      "Von automatischen Bereitstellungsregeln verwendete Abstände von Verfügbarkeit und Stichtag.",
    ],
  }),
  absent("E-SUM-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Assignments of updates", "Average and highest number of assignments of an update."],
    de: ["Zuweisungen von Updates", "Durchschnittliche und höchste Anzahl von Zuweisungen eines Updates."],
  }),
  absent("E-SUM-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Schedules of evaluation and scan", "Schedules by which clients evaluate and scan."],
    de: [
      "Zeitpläne für Auswertung und Überprüfung",
      "Zeitpläne, nach denen Clients auswerten und überprüfen.",
    ],
  }),
  absent("E-SUM-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Classifications", "Classifications that the software update point synchronises."],
    de: ["Klassifizierungen", "Klassifizierungen, die der Softwareupdatepunkt synchronisiert."],
  }),
  absent("E-SUM-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Cluster patching", "Statistics of the patching of clusters."],
    de: ["Patchen von Clustern", "Statistik zum Patchen von Clustern."],
  }),
  absent("E-SUM-06", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Express updates", "Configuration of Windows 10 express updates."],
    de: ["Expressupdates", "Konfiguration der Windows 10-Expressupdates."],
  }),
  absent("E-SUM-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Windows 10 servicing plans", "Configuration of active servicing plans."],
    de: ["Windows 10-Wartungspläne", "Konfiguration aktiver Wartungspläne."],
  }),
  absent("E-SUM-08", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Office 365 updates", "Number of deployed Office 365 updates."],
    de: ["Office 365-Updates", "Anzahl bereitgestellter Office 365-Updates."],
  }),
  absent("E-SUM-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Surface drivers", "Number of synchronised Microsoft Surface drivers."],
    de: ["Surface-Treiber", "Anzahl synchronisierter Microsoft Surface-Treiber."],
  }),
  absent("E-SUM-10", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Update groups and assignments", "Numbers of update groups and assignments."],
    de: ["Updategruppen und Zuweisungen", "Anzahl der Updategruppen und Zuweisungen."],
  }),
  absent("E-SUM-11", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: [
      "Packages and their distribution points",
      "Update packages and the highest, lowest and average number of targeted distribution points.",
    ],
    de: [
      "Pakete und ihre Verteilungspunkte",
      "Updatepakete und höchste, niedrigste und durchschnittliche Anzahl ihrer Verteilungspunkte.",
    ],
  }),
  absent("E-SUM-12", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: [
      "System Center Update Publisher",
      "Updates created and deployed with System Center Update Publisher.",
    ],
    de: [
      "System Center Update Publisher",
      "Mit System Center Update Publisher erstellte und bereitgestellte Updates.",
    ],
  }),
  absent("E-SUM-13", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Policies of Windows Update for Business", "Policies created and deployed."],
    de: ["Richtlinien von Windows Update for Business", "Erstellte und bereitgestellte Richtlinien."],
  }),
  absent("E-SUM-14", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Windows Update for Business", "Aggregated configurations."],
    de: ["Windows Update for Business", "Zusammengefasste Konfigurationen."],
  }),
  absent("E-SUM-15", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Rules tied to synchronisation", "Automatic deployment rules that run after synchronisation."],
    de: [
      "An die Synchronisierung gebundene Regeln",
      "Automatische Bereitstellungsregeln, die nach der Synchronisierung laufen.",
    ],
  }),
  absent("E-SUM-16", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Rules and groups", "Automatic deployment rules that create a new group or add to one."],
    de: [
      "Regeln und Gruppen",
      "Automatische Bereitstellungsregeln, die eine neue Gruppe erstellen oder eine ergänzen.",
    ],
  }),
  absent("E-SUM-17", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Rules with several deployments", "Number of automatic deployment rules with several deployments."],
    de: [
      "Regeln mit mehreren Bereitstellungen",
      "Anzahl automatischer Bereitstellungsregeln mit mehreren Bereitstellungen.",
    ],
  }),
  absent("E-SUM-18", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Update groups", "Number of groups; fewest, most and average updates of a group."],
    de: ["Updategruppen", "Anzahl der Gruppen; wenigste, meiste und durchschnittliche Updates einer Gruppe."],
  }),
  absent("E-SUM-19", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Updates",
      "Number of updates; share that is deployed, expired, superseded, downloaded, or has a licence agreement.",
    ],
    de: [
      "Updates",
      "Anzahl der Updates; Anteil der bereitgestellten, abgelaufenen, abgelösten, heruntergeladenen und derer mit Lizenzbedingungen.",
    ],
  }),
  absent("E-SUM-20", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Load of software update points", "Statistics of load balancing between software update points."],
    de: ["Last der Softwareupdatepunkte", "Statistik des Lastenausgleichs zwischen Softwareupdatepunkten."],
  }),
  absent("E-SUM-21", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Synchronisation schedule", "Schedule of the software update point."],
    de: ["Synchronisierungszeitplan", "Zeitplan des Softwareupdatepunkts."],
  }),
  absent("E-SUM-22", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Collections with deployments of updates", "Total and average; most and average deployed updates."],
    de: [
      "Sammlungen mit Updatebereitstellungen",
      "Gesamtzahl und Durchschnitt; meiste und durchschnittliche bereitgestellte Updates.",
    ],
  }),
  absent("E-SUM-23", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Scan errors", "Error codes of scans and the number of computers."],
    de: ["Überprüfungsfehler", "Fehlercodes von Überprüfungen und Anzahl der Computer."],
  }),
  absent("E-SUM-24", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Content of the Windows 10 dashboard", "Versions of its content."],
    de: ["Inhalt des Windows 10-Dashboards", "Versionen seines Inhalts."],
  }),
  absent("E-SUM-25", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Third-party catalogs", "Number and use of subscriptions to third-party catalogs."],
    de: ["Drittanbieterkataloge", "Anzahl und Verwendung abonnierter Drittanbieterkataloge."],
  }),
  absent("E-SUM-26", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Updates with and without content", "Numbers of updates deployed with and without content."],
    de: ["Updates mit und ohne Inhalt", "Anzahl der mit und ohne Inhalt bereitgestellten Updates."],
  }),
  absent("E-SUM-27", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "UUP updates",
      "Numbers of updates of the Unified Update Platform: required, deployed, expired, superseded, downloaded.",
    ],
    de: [
      "UUP-Updates",
      "Anzahl der Updates der Unified Update Platform: erforderlich, bereitgestellt, abgelaufen, abgelöst, heruntergeladen.",
    ],
  }),
  absent("E-SUM-28", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["UUP product categories", "Product categories in use."],
    de: ["UUP-Produktkategorien", "Verwendete Produktkategorien."],
  }),
  absent("E-SUM-29", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: [
      "Clients with UUP updates",
      "Number of clients with at least one UUP quality or feature update deployed.",
    ],
    de: [
      "Clients mit UUP-Updates",
      "Anzahl der Clients mit mindestens einem bereitgestellten UUP-Qualitäts- oder Funktionsupdate.",
    ],
  }),
  absent("E-SUM-30", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: ["UUP errors", "Commonest error codes and affected devices."],
    de: ["UUP-Fehler", "Häufigste Fehlercodes und betroffene Geräte."],
  }),
  absent("E-SUM-31", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["List of third-party catalogs", "The catalogs that are subscribed to."],
    de: ["Liste der Drittanbieterkataloge", "Die abonnierten Kataloge."],
  }),
  absent("E-SUM-32", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["WSUS maintenance", "Settings of the maintenance of WSUS in use."],
    de: ["WSUS-Wartung", "Verwendete Einstellungen zur Wartung von WSUS."],
  }),
  absent("E-SUM-33", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    change: "new",
    en: ["Orchestration groups", "How orchestration groups are used."],
    de: ["Orchestrierungsgruppen", "Wie Orchestrierungsgruppen verwendet werden."],
  }),
  absent("E-SUM-34", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    change: "new",
    en: ["Fallback to Windows Update", "Settings for the fallback to Windows Update."],
    de: ["Fallback auf Windows Update", "Einstellungen für den Fallback auf Windows Update."],
  }),
];
