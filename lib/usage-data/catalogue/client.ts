import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section client (reference/usage-data.md §6.2). */
export const CLIENT: readonly CatalogueItem[] = [
  absent("E-CLI-01", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["AMT client version", "Numbers of clients by version of Intel AMT."],
    de: ["AMT-Clientversion", "Anzahl der Clients nach Version von Intel AMT."],
  }),
  collected("E-CLI-02", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: {
      ages: [
        { years: 1, devices: 310077 },
        { years: 2, devices: 204118 },
      ],
    },
    en: ["Age of the BIOS", "Numbers of clients by age of their BIOS in years."],
    de: ["Alter des BIOS", "Anzahl der Clients nach Alter ihres BIOS in Jahren."],
  }),
  collected("E-CLI-03", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 812440 },
    en: ["Secure Boot", "How many of all clients have Secure Boot enabled."],
    de: ["Sicherer Start", "Auf wie vielen aller Clients der sichere Start aktiviert ist."],
  }),
  collected("E-CLI-04", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { states: { ready: 790123, present: 110442, none: 124435 } },
    en: ["TPM", "Numbers of clients by state of their TPM."],
    de: ["TPM", "Anzahl der Clients nach Zustand ihres TPM."],
  }),
  collected("E-CLI-05", {
    source: "feature",
    reason: "improve-updates",
    reads: ["hierarchy_settings", "client_summary"],
    sample: {
      piloting: true,
      productionVersion: "5.00.8853.1006",
      preProductionVersion: null,
      promoted: false,
      extendedInteroperabilityClients: 1204,
    },
    en: [
      "Automatic client upgrade",
      "Whether client piloting is on, the versions of the production and the pre-production client, clients left out of it.",
    ],
    de: [
      "Automatisches Clientupgrade",
      "Ob Pilottests für Clients aktiviert sind, Versionen des Produktions- und des Präproduktionsclients, davon ausgenommene Clients.",
    ],
  }),
  absent("E-CLI-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Size of the client cache", "The configured size of the cache."],
    de: ["Größe des Clientcaches", "Die konfigurierte Größe des Caches."],
  }),
  absent("E-CLI-07", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: ["Download errors of client deployment", "Commonest errors when the client was downloaded."],
    de: ["Downloadfehler bei der Clientbereitstellung", "Häufigste Fehler beim Herunterladen des Clients."],
  }),
  collected("E-CLI-08", {
    source: "estate",
    reason: "find-faults",
    reads: ["client_summary"],
    sample: {
      healthy: 1011210,
      issues: [
        {
          issue: "wmi-repository",
          clientVersion: "5.00.8853.1006",
          operatingSystem: "Windows 10 Enterprise",
          devices: 412,
        },
      ],
      other: 0,
    },
    en: [
      "Client health",
      "Healthy clients, and the commonest issues by client version and operating system.",
    ],
    de: [
      "Clientintegrität",
      "Fehlerfreie Clients und die häufigsten Probleme nach Clientversion und Betriebssystem.",
    ],
  }),
  absent("E-CLI-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Client notification", "Actions run, most targeted clients, average success."],
    de: [
      "Clientbenachrichtigung",
      "Ausgeführte Aktionen, höchste Anzahl von Zielclients, durchschnittlicher Erfolg.",
    ],
  }),
  collected("E-CLI-10", {
    source: "estate",
    reason: "improve-updates",
    reads: ["client_summary"],
    sample: { sources: { "distribution-point": 700120, cloud: 98211 } },
    en: [
      "Sources of client installations",
      "Numbers of clients by the kind of source they were installed from.",
    ],
    de: [
      "Quellen der Clientinstallation",
      "Anzahl der Clients nach Art der Quelle, von der sie installiert wurden.",
    ],
  }),
  absent("E-CLI-11", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: ["Failed client installations", "Number of client installations that failed."],
    de: ["Fehlgeschlagene Clientinstallationen", "Anzahl der fehlgeschlagenen Clientinstallationen."],
  }),
  collected("E-CLI-12", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { devices: 1025000, virtualizedBy: { "Hyper-V": 20114, Azure: 5120 } },
    en: ["Virtual computers", "Numbers of clients that are virtual machines of Hyper-V or in Azure."],
    de: [
      "Virtuelle Computer",
      "Anzahl der Clients, die virtuelle Computer unter Hyper-V oder in Azure sind.",
    ],
  }),
  absent("E-CLI-13", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Actions in Software Center", "How often actions of Software Center are used."],
    de: ["Aktionen im Softwarecenter", "Wie oft Aktionen des Softwarecenters verwendet werden."],
  }),
  collected("E-CLI-14", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 902118 },
    en: ["UEFI", "How many of all clients start with UEFI."],
    de: ["UEFI", "Wie viele aller Clients mit UEFI starten."],
  }),
  collected("E-CLI-15", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { methods: { push: 612004, "group-policy": 120118 } },
    en: ["Client deployment methods", "Numbers of clients by the method that installed them."],
    de: [
      "Methoden der Clientbereitstellung",
      "Anzahl der Clients nach der Methode, mit der sie installiert wurden.",
    ],
  }),
  absent("E-CLI-16", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Client agents", "Which client agents are enabled."],
    de: ["Client-Agents", "Welche Client-Agents aktiviert sind."],
  }),
  collected("E-CLI-17", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: {
      ages: [
        { months: 3, devices: 310077 },
        { months: 6, devices: 204118 },
      ],
    },
    en: [
      "Age of the operating system",
      "Numbers of clients by age of their operating system in months, known to the quarter.",
    ],
    de: [
      "Alter des Betriebssystems",
      "Anzahl der Clients nach Alter ihres Betriebssystems in Monaten, auf das Quartal genau.",
    ],
  }),
  absent("E-CLI-18", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Inventory rules",
      "Numbers of hardware inventory classes, software inventory rules and file collection rules.",
    ],
    de: [
      "Inventurregeln",
      "Anzahl der Klassen der Hardwareinventur, der Regeln der Softwareinventur und der Dateisammlung.",
    ],
  }),
  absent("E-CLI-19", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: ["Device health attestation", "Commonest errors, on-premises servers, devices by state."],
    de: ["Integritätsnachweis für Geräte", "Häufigste Fehler, lokale Server, Geräte nach Zustand."],
  }),
  collected("E-CLI-20", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { browsers: { "Microsoft Edge": 402118, "Google Chrome": 301005 } },
    en: ["Default browsers", "Numbers of clients by default browser."],
    de: ["Standardbrowser", "Anzahl der Clients nach Standardbrowser."],
  }),
  collected("E-CLI-21", {
    source: "site",
    reason: "feature-use",
    reads: ["file_exchange_endpoints"],
    sample: { certificates: 6, serving: 4 },
    en: [
      "Certificates made by the product",
      "Numbers of servers with a certificate of the product's own, and of those that offer files with it.",
    ],
    de: [
      "Vom Produkt erstellte Zertifikate",
      "Anzahl der Server mit einem vom Produkt erstellten Zertifikat und derer, die damit Dateien anbieten.",
    ],
  }),
  collected("E-CLI-22", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { models: { "Surface Pro 7": 12044 } },
    en: ["Microsoft Surface", "Numbers of Microsoft Surface devices by model."],
    de: ["Microsoft Surface", "Anzahl der Microsoft Surface-Geräte nach Modell."],
  }),
  collected("E-CLI-23", {
    source: "estate",
    reason: "find-faults",
    reads: ["client_summary"],
    sample: { issues: { "wmi-repository": 3120, "policy-missing": 1204 } },
    en: ["Failed health checks", "Numbers of clients by kind of failed health check."],
    de: [
      "Fehlgeschlagene Integritätsprüfungen",
      "Anzahl der Clients nach Art der fehlgeschlagenen Integritätsprüfung.",
    ],
  }),
];
