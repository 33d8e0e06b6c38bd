import { collected } from "./define-item";
import type { CatalogueHeading, CatalogueItem } from "./model";

/** Level 1 (reference/usage-data.md §6.1). */
export const BASIC: readonly (CatalogueItem | CatalogueHeading)[] = [
  collected("B-03", {
    source: "site",
    reason: "offer-updates",
    change: "updated",
    reads: ["sites", "client_summary", "component_threads", "status_messages"],
    sample: {
      sites: [
        {
          site: "VL4fvqU3DYYOFBFwD1EyADFRpRNXtd8fIv998spezts=",
          parent: null,
          type: "central-administration",
          version: "1906",
          fullVersion: "5.00.8853.1000",
          databaseVersion: null,
          status: 1,
          timeZone: "Europe/Berlin",
          clients: 0,
          health: "ok",
        },
      ],
    },
    en: [
      "Sites of the hierarchy",
      "Each site by the keyed hash of its code: type, version, status, time zone, number of clients, health.",
    ],
    de: [
      "Standorte der Hierarchie",
      "Jeder Standort unter dem Schlüsselhash seines Codes: Typ, Version, Status, Zeitzone, Anzahl der Clients, Integrität.",
    ],
  }),
  collected("B-10", {
    source: "scp",
    reason: "offer-updates",
    reads: ["usage_data_settings", "service_connection_point", "sites.configuration"],
    sample: { level: "enhanced", mode: "online", runningMode: "online", earlyUpdateRing: false },
    en: [
      "Level, mode and early updates",
      "The level of usage data, the mode of the service connection point, and whether an early update ring was joined.",
    ],
    de: [
      "Ebene, Modus und frühe Updates",
      "Die Ebene der Nutzungsdaten, der Modus des Dienstverbindungspunkts und ob ein früher Updatering genutzt wird.",
    ],
  }),
  collected("B-20", {
    source: "scp",
    reason: "offer-updates",
    reads: ["sites", "update_features"],
    sample: {
      fullVersion: "5.00.8853.1000",
      type: "central-administration",
      languages: ["en", "de"],
      features: ["cloud-management-gateway"],
      configuration: [],
    },
    en: [
      "Build and features",
      "Build and type of the top-level site, languages of the portal, features that are on, configuration that updates may ask for.",
    ],
    de: [
      "Build und Features",
      "Build und Typ des Standorts der obersten Ebene, Sprachen des Portals, aktivierte Features, Konfiguration, nach der Updates fragen können.",
    ],
  }),
  collected("B-24", {
    source: "scp",
    reason: "offer-updates",
    reads: ["sites.configuration"],
    sample: { versions: ["2002"] },
    en: ["Early update ring", "The versions whose early update ring this hierarchy joined."],
    de: ["Früher Updatering", "Die Versionen, deren frühem Updatering diese Hierarchie beigetreten ist."],
  }),
  collected("B-27", {
    source: "scp",
    reason: "collection-health",
    reads: ["usage_data_runs"],
    sample: {
      runs: [
        {
          startedAt: "2020-04-15T10:30:00.000Z",
          durationMs: 840,
          level: 2,
          outcome: "complete",
          collected: 64,
          failed: 0,
        },
      ],
      itemFailures: {},
    },
    en: [
      "Usage data about usage data",
      "When the last collections ran, how long they took, and which kinds of failure their items had.",
    ],
    de: [
      "Nutzungsdaten über Nutzungsdaten",
      "Wann die letzten Sammlungen liefen, wie lange sie dauerten und welche Arten von Fehlern ihre Elemente hatten.",
    ],
  }),
];
