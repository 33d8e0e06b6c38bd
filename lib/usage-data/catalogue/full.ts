import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 3 (reference/usage-data.md §6.3). */
export const FULL: readonly CatalogueItem[] = [
  absent("F-01", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Schedule of automatic deployment rules", "Schedule by which the rules are evaluated."],
    de: ["Zeitplan automatischer Bereitstellungsregeln", "Zeitplan, nach dem die Regeln ausgewertet werden."],
  }),
  absent("F-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Health of Microsoft Defender ATP", "Summary of the health of Microsoft Defender ATP."],
    de: [
      "Integrität von Microsoft Defender ATP",
      "Zusammenfassung der Integrität von Microsoft Defender ATP.",
    ],
  }),
  absent("F-03", "feature-absent", {
    source: "site",
    reason: "find-faults",
    en: ["Evaluation and refresh of collections", "Statistics of evaluating and refreshing collections."],
    de: [
      "Auswertung und Aktualisierung von Sammlungen",
      "Statistik zur Auswertung und Aktualisierung von Sammlungen.",
    ],
  }),
  absent("F-04", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Compliance policies", "Compliance and errors of compliance policies."],
    de: ["Kompatibilitätsrichtlinien", "Kompatibilität und Fehler von Kompatibilitätsrichtlinien."],
  }),
  absent("F-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Details of templates", "Configuration of templates for SCEP, VPN, Wi-Fi and compliance policies."],
    de: [
      "Details von Vorlagen",
      "Konfiguration der Vorlagen für SCEP, VPN, WLAN und Kompatibilitätsrichtlinien.",
    ],
  }),
  absent("F-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Configuration pack", "Whether the configuration pack for Configuration Manager is used."],
    de: ["Konfigurationspaket", "Ob das Konfigurationspaket für Configuration Manager verwendet wird."],
  }),
  absent("F-07", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: ["Errors of client installations", "Detailed errors of client installations."],
    de: ["Fehler von Clientinstallationen", "Ausführliche Fehler von Clientinstallationen."],
  }),
  absent("F-08", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: [
      "Health of Endpoint Protection",
      "Numbers of clients that are protected, at risk, unknown or unsupported.",
    ],
    de: [
      "Integrität von Endpoint Protection",
      "Anzahl geschützter, gefährdeter, unbekannter und nicht unterstützter Clients.",
    ],
  }),
  absent("F-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Policies of Endpoint Protection", "Configuration of the policies."],
    de: ["Richtlinien von Endpoint Protection", "Konfiguration der Richtlinien."],
  }),
  absent("F-10", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Processes of install behaviour",
      "Processes that applications configure for their install behaviour.",
    ],
    de: [
      "Prozesse des Installationsverhaltens",
      "Prozesse, die Anwendungen für ihr Installationsverhalten konfigurieren.",
    ],
  }),
  absent("F-11", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Hours since the last scan", "Fewest, most and average hours since the last update scan."],
    de: [
      "Stunden seit der letzten Überprüfung",
      "Wenigste, meiste und durchschnittliche Stunden seit der letzten Updateüberprüfung.",
    ],
  }),
  absent("F-12", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: [
      "Inactive clients",
      "Fewest, most and average inactive clients in collections with update deployments.",
    ],
    de: [
      "Inaktive Clients",
      "Wenigste, meiste und durchschnittliche inaktive Clients in Sammlungen mit Updatebereitstellungen.",
    ],
  }),
  absent("F-13", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Updates of a package", "Fewest, most and average software updates of a package."],
    de: ["Updates eines Pakets", "Wenigste, meiste und durchschnittliche Softwareupdates eines Pakets."],
  }),
  absent("F-14", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["MSI product codes", "Statistics of deployments by MSI product code."],
    de: ["MSI-Produktcodes", "Statistik der Bereitstellungen nach MSI-Produktcode."],
  }),
  absent("F-15", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Compliance of update deployments", "Overall compliance of the deployments of updates."],
    de: ["Kompatibilität der Updatebereitstellungen", "Gesamtkompatibilität der Updatebereitstellungen."],
  }),
  absent("F-16", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Groups with expired updates", "Number of groups that hold expired updates."],
    de: ["Gruppen mit abgelaufenen Updates", "Anzahl der Gruppen mit abgelaufenen Updates."],
  }),
  absent("F-17", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Errors of update deployments", "Error codes of deployments of updates and their numbers."],
    de: ["Fehler von Updatebereitstellungen", "Fehlercodes von Updatebereitstellungen und ihre Anzahl."],
  }),
  absent("F-18", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Options of update deployments",
      "Shares of client time and UTC, required, optional and silent, suppressed restarts.",
    ],
    de: [
      "Optionen der Updatebereitstellungen",
      "Anteile von Clientzeit und UTC, erforderlich, optional und unbeaufsichtigt, unterdrückte Neustarts.",
    ],
  }),
  absent("F-19", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Synchronised products", "Products that the software update point synchronises."],
    de: ["Synchronisierte Produkte", "Produkte, die der Softwareupdatepunkt synchronisiert."],
  }),
  absent("F-20", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Success of scans", "Percentages of scans that succeeded."],
    de: ["Erfolg der Überprüfungen", "Prozentsätze erfolgreicher Überprüfungen."],
  }),
  collected("F-21", {
    source: "estate",
    reason: "sizing",
    reads: ["client_summary"],
    sample: { processors: { "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz": 120441 } },
    en: ["Top 50 processors", "The 50 commonest names of processors of all clients and servers."],
    de: ["Die 50 häufigsten Prozessoren", "Die 50 häufigsten Prozessornamen aller Clients und Server."],
  }),
  absent("F-22", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Conditional access for Exchange ActiveSync",
      "Type of the policy for devices managed by Intune: block or quarantine.",
    ],
    de: [
      "Bedingter Zugriff für Exchange ActiveSync",
      "Typ der Richtlinie für von Intune verwaltete Geräte: Blockieren oder Quarantäne.",
    ],
  }),
  absent("F-23", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Store for Business apps, one by one",
      "ID, online or offline licence and number of licences bought of each app.",
    ],
    de: [
      "Apps aus dem Microsoft Store für Unternehmen, einzeln",
      "ID, Online- oder Offlinelizenz und Anzahl gekaufter Lizenzen jeder App.",
    ],
  }),
  collected("F-24", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 12004 },
    en: [
      "Push without NTLM fallback",
      "How many of all clients were pushed with the option that forbids falling back to NTLM.",
    ],
    de: [
      "Push ohne NTLM-Fallback",
      "Wie viele aller Clients mit der Option installiert wurden, die den Fallback auf NTLM verbietet.",
    ],
  }),
  absent("F-25", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["List of console extensions", "The extensions of the console; at Basic only their hashes."],
    de: [
      "Liste der Konsolenerweiterungen",
      "Die Erweiterungen der Konsole; auf der Ebene Einfach nur ihre Hashes.",
    ],
  }),
];
