import { absent, collected, heading } from "./define-item";
import type { CatalogueHeading, CatalogueItem } from "./model";

/** Level 1 (reference/usage-data.md §6.1). */
export const BASIC: readonly (CatalogueItem | CatalogueHeading)[] = [
  collected("B-01", {
    source: "scp",
    reason: "plan-support",
    reads: ["sessions", "users"],
    sample: {
      days: 30,
      sessions: 214,
      users: 12,
      browsers: { "Edge 80": 160, "Firefox 74": 54 },
      operatingSystems: { Windows: 214 },
      languages: { de: 9, "as-browser": 3 },
      signIn: { local: 11, "entra-id": 1 },
    },
    en: [
      "Console connections",
      "Sign-ins to the portal of the last 30 days: browsers, operating systems, languages, and how users sign in.",
    ],
    de: [
      "Konsolenverbindungen",
      "Anmeldungen am Portal in den letzten 30 Tagen: Browser, Betriebssysteme, Sprachen und Art der Anmeldung.",
    ],
  }),
  absent("B-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Applications and deployment types",
      "Numbers of applications: with several deployment types, with dependencies, superseded; deployment technologies in use.",
    ],
    de: [
      "Anwendungen und Bereitstellungstypen",
      "Anzahl der Anwendungen: mit mehreren Bereitstellungstypen, mit Abhängigkeiten, abgelöst; verwendete Bereitstellungstechnologien.",
    ],
  }),
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
      "Jeder Standort unter dem Hash (mit Schlüssel) seines Codes: Typ, Version, Status, Zeitzone, Anzahl der Clients, Integrität.",
    ],
  }),
  collected("B-04", {
    source: "site",
    reason: "sizing",
    reads: ["pg_settings", "pg_database", "pg_extension", "pg_stat_replication", "server_performance"],
    sample: {
      databaseBytes: 734003200,
      processors: 16,
      memoryBytes: 68719476736,
      settings: {
        sharedBuffersBytes: 17179869184,
        effectiveCacheBytes: 51539607552,
        workMemoryBytes: 67108864,
        maintenanceMemoryBytes: 2147483648,
        maxWalBytes: 4294967296,
        maxConnections: 100,
        maxParallelWorkers: 8,
        randomPageCost: 1.1,
        autovacuum: true,
        synchronousCommit: "on",
        walLevel: "replica",
      },
      extensions: ["plpgsql"],
      views: 0,
      replicas: 1,
      standby: false,
    },
    en: [
      "Configuration of the site database",
      "Size of the database, processors and memory of its server, memory settings, extensions, replicas.",
    ],
    de: [
      "Konfiguration der Standortdatenbank",
      "Größe der Datenbank, Prozessoren und Arbeitsspeicher ihres Servers, Speichereinstellungen, Erweiterungen, Replikate.",
    ],
  }),
  absent("B-05", "service-absent", {
    source: "scp",
    reason: "sizing",
    en: [
      "Discovery",
      "Numbers of discovered users and groups, sizes of groups, whether the site runs entirely on Azure AD.",
    ],
    de: [
      "Ermittlung",
      "Anzahl ermittelter Benutzer und Gruppen, Gruppengrößen, ob der Standort ganz auf Azure AD beruht.",
    ],
  }),
  collected("B-06", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { versions: { "4.18.2003.8": 640210, "4.18.2001.10": 201455 }, without: 183335 },
    en: ["Antimalware client versions", "Numbers of clients by version of the antimalware client."],
    de: [
      "Versionen des Antischadsoftwareclients",
      "Anzahl der Clients nach Version des Antischadsoftwareclients.",
    ],
  }),
  absent("B-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["OS deployment images", "Numbers of operating system images."],
    de: ["Abbilder für die Betriebssystembereitstellung", "Anzahl der Betriebssystemabbilder."],
  }),
  collected("B-08", {
    source: "site",
    reason: "plan-tests",
    reads: ["site_system_servers", "site_system_roles", "file_exchange_endpoints", "server_performance"],
    sample: {
      servers: 6,
      roles: { "SMS Site Server": 4, "SMS Dmp Connector": 1 },
      withCertificate: 6,
      sitesWithSeveralSiteServers: 0,
      measured: {
        servers: 6,
        operatingSystems: { "Windows Server 2019": 6 },
        processors: { min: 8, max: 16, average: 12 },
        memoryGigabytes: { min: 16, max: 64, average: 40 },
      },
    },
    en: [
      "Site system servers and roles",
      "Numbers of servers and roles, operating systems, processors and memory, certificates, high availability of site servers.",
    ],
    de: [
      "Standortsystemserver und -rollen",
      "Anzahl der Server und Rollen, Betriebssysteme, Prozessoren und Arbeitsspeicher, Zertifikate, Hochverfügbarkeit der Standortserver.",
    ],
  }),
  collected("B-09", {
    source: "site",
    reason: "improve-updates",
    reads: ["pg_class", "pg_attribute", "pg_index", "pg_constraint", "pg_proc", "pg_trigger"],
    sample: {
      tables: { expected: 52, missing: 0, additional: 1 },
      objects: [
        {
          kind: "table",
          name: "VL4fvqU3DYYOFBFwD1EyADFRpRNXtd8fIv998spezts=",
          definition: "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=",
        },
      ],
    },
    en: [
      "Database schema",
      "Keyed hashes of name and definition of every object in the site database; how many tables are missing or were added.",
    ],
    de: [
      "Datenbankschema",
      "Hashes (mit Schlüssel) von Name und Definition jedes Objekts der Standortdatenbank; wie viele Tabellen fehlen oder hinzugefügt wurden.",
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
  collected("B-11", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { locales: { "de-DE": 410200, "en-US": 402118, "fr-FR": 212682 } },
    en: ["Client languages", "Numbers of clients by language and region of their operating system."],
    de: ["Sprachen der Clients", "Anzahl der Clients nach Sprache und Region ihres Betriebssystems."],
  }),
  collected("B-12", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: {
      clientVersions: { "5.00.8853.1006": 990412 },
      operatingSystems: { "Windows 10 Enterprise 10.0.18363": 512004 },
      officeVersions: { "Office 365 ProPlus 2002": 640771 },
    },
    en: [
      "Client, OS and Office versions",
      "Numbers of clients by version of client, operating system and Office.",
    ],
    de: [
      "Versionen von Client, Betriebssystem und Office",
      "Anzahl der Clients nach Version des Clients, des Betriebssystems und von Office.",
    ],
  }),
  absent("B-13", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Exchange connector",
      "Operating systems of managed devices and policies set through the Exchange connector.",
    ],
    de: [
      "Exchange-Connector",
      "Betriebssysteme verwalteter Geräte und Richtlinien, die über den Exchange-Connector gesetzt wurden.",
    ],
  }),
  collected("B-14", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: {
      groups: [
        {
          branch: "Semi-Annual Channel",
          build: "10.0.18363",
          forest: "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=",
          devices: 402118,
        },
      ],
      other: 0,
    },
    en: [
      "Windows 10 by branch and build",
      "Numbers of Windows 10 devices by servicing branch, build and keyed hash of their Active Directory forest.",
    ],
    de: [
      "Windows 10 nach Branch und Build",
      "Anzahl der Windows 10-Geräte nach Wartungsbranch, Build und Hash (mit Schlüssel) ihrer Active Directory-Gesamtstruktur.",
    ],
  }),
  absent("B-15", "removed", {
    source: "estate",
    reason: "feature-use",
    change: "removed",
    en: [
      "Windows Update for Business clients",
      "Numbers of Windows 10 clients that use Windows Update for Business.",
    ],
    de: [
      "Clients mit Windows Update for Business",
      "Anzahl der Windows 10-Clients, die Windows Update for Business verwenden.",
    ],
  }),
  collected("B-16", {
    source: "site",
    reason: "find-faults",
    reads: ["pg_stat_database", "content_distributions", "pgboss.job"],
    sample: {
      database: {
        bytes: 734003200,
        commits: 1804221,
        rollbacks: 12,
        deadlocks: 0,
        temporaryBytes: 0,
        cacheHitPercent: 99.7,
      },
      replication: {
        distributions: { stored: 3 },
        bytesTotal: 3221225472,
        hoursToStore: { min: 0.1, max: 2.5, average: 0.9 },
      },
      jobs: { completed: 12 },
    },
    en: [
      "Database and replication performance",
      "Transactions, cache, deadlocks and disk use of the site database; content replication and queued work by state.",
    ],
    de: [
      "Leistung von Datenbank und Replikation",
      "Transaktionen, Cache, Deadlocks und Speicherbedarf der Standortdatenbank; Inhaltsreplikation und wartende Arbeit nach Zustand.",
    ],
  }),
  collected("B-17", {
    source: "site",
    reason: "plan-tests",
    reads: ["site_system_roles", "site_system_servers", "sites"],
    sample: {
      distributionPoints: { total: 3, onSiteServers: 3, sites: 3 },
      managementPoints: { total: 3, onSiteServers: 3, sites: 3 },
    },
    en: [
      "Distribution points and management points",
      "Their numbers, how many are on a site server, and at how many sites there is one.",
    ],
    de: [
      "Verteilungspunkte und Verwaltungspunkte",
      "Ihre Anzahl, wie viele davon auf einem Standortserver sind und an wie vielen Standorten es einen gibt.",
    ],
  }),
  absent("B-18", "feature-absent", {
    source: "site",
    reason: "improve-updates",
    en: ["Console extensions", "Keyed hashes of extensions of property pages and wizards."],
    de: [
      "Konsolenerweiterungen",
      "Hashes (mit Schlüssel) von Erweiterungen der Eigenschaftenseiten und Assistenten.",
    ],
  }),
  heading("B-19", { en: "Set-up information", de: "Informationen zum Setup" }),
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
  collected("B-21", {
    source: "scp",
    reason: "feature-use",
    reads: ["hierarchy_settings", "update_features"],
    sample: { branch: "current", preReleaseConsent: true, preReleaseFeaturesOn: 1 },
    en: [
      "Pre-release use and branch",
      "The branch, whether the use of pre-release features was consented to, and how many of them are on.",
    ],
    de: [
      "Vorabrelease und Branch",
      "Der Branch, ob der Verwendung von Features des Vorabrelease zugestimmt wurde und wie viele davon aktiviert sind.",
    ],
  }),
  collected("B-22", {
    source: "scp",
    reason: "offer-updates",
    reads: ["hierarchy_settings"],
    sample: { expires: "2021-06-30" },
    en: ["Software Assurance expiration", "The date an administrator entered; empty when there is none."],
    de: [
      "Ablauf von Software Assurance",
      "Das von einem Administrator eingetragene Datum; leer, wenn es keines gibt.",
    ],
  }),
  collected("B-23", {
    source: "scp",
    reason: "improve-updates",
    reads: [
      "update_packages",
      "update_downloads",
      "update_package_site_status",
      "update_package_prereq_status",
    ],
    sample: {
      packages: [
        {
          packageGuid: "61f16b3c-f1f6-4f9f-8647-2a524b0c802c",
          fullVersion: "5.00.8913.1000",
          state: "INSTALL_SUCCESS",
          source: "catalogue",
          downloadPhase: "done",
          downloadPercent: 100,
          downloadAttempts: 0,
          downloadError: null,
          siteStates: { INSTALL_SUCCESS: 3 },
          siteErrors: {},
          prerequisites: {},
        },
      ],
    },
    en: [
      "State of update packs",
      "Each update: state, progress and errors of its download, states and errors at the sites, prerequisite rules that warned or failed.",
    ],
    de: [
      "Zustand der Updatepakete",
      "Jedes Update: Zustand, Fortschritt und Fehler des Downloads, Zustände und Fehler an den Standorten, Voraussetzungsregeln mit Warnung oder Fehler.",
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
  absent("B-25", "feature-absent", {
    source: "scp",
    reason: "improve-updates",
    en: ["Post-upgrade script", "Version of the script that runs after an upgrade."],
    de: ["Skript nach dem Upgrade", "Version des Skripts, das nach einem Upgrade ausgeführt wird."],
  }),
  collected("B-26", {
    source: "site",
    reason: "plan-support",
    reads: ["pg_settings", "pg_database"],
    sample: {
      product: "PostgreSQL",
      version: "18.1",
      collation: "en_US.UTF-8",
      characterType: "en_US.UTF-8",
      encoding: "UTF8",
      localeProvider: "libc",
    },
    en: ["Database version", "Product and version of the database server, collation, character set."],
    de: ["Datenbankversion", "Produkt und Version des Datenbankservers, Sortierung, Zeichensatz."],
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
  absent("B-28", "feature-absent", {
    source: "site",
    reason: "feature-use",
    en: ["Network discovery", "Whether network discovery is on."],
    de: ["Netzwerkermittlung", "Ob die Netzwerkermittlung aktiviert ist."],
  }),
  collected("B-29", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 402118 },
    en: ["Clients joined to Azure AD", "How many of all clients are joined to Azure AD."],
    de: ["In Azure AD eingebundene Clients", "Wie viele aller Clients in Azure AD eingebunden sind."],
  }),
  absent("B-30", "removed", {
    source: "feature",
    reason: "feature-use",
    change: "removed",
    en: ["Phased deployments created", "Numbers of phased deployments by type."],
    de: ["Erstellte stufenweise Bereitstellungen", "Anzahl stufenweiser Bereitstellungen nach Typ."],
  }),
  collected("B-31", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 1204 },
    en: [
      "Extended interoperability clients",
      "How many of all clients are extended interoperability clients.",
    ],
    de: [
      "Extended Interoperability-Clients",
      "Wie viele aller Clients Extended Interoperability-Clients sind.",
    ],
  }),
  absent("B-32", "not-measured", {
    source: "estate",
    reason: "find-faults",
    en: [
      "Long properties of the hardware inventory",
      "Keyed hashes of names of inventory properties with more than 255 characters.",
    ],
    de: [
      "Lange Eigenschaften der Hardwareinventur",
      "Hashes (mit Schlüssel) der Namen von Inventureigenschaften mit mehr als 255 Zeichen.",
    ],
  }),
  absent("B-33", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Co-management enrolment methods",
      "Numbers of clients by the way they were enrolled in co-management.",
    ],
    de: [
      "Registrierungsmethoden der Co-Verwaltung",
      "Anzahl der Clients nach der Art, wie sie für die Co-Verwaltung registriert wurden.",
    ],
  }),
  absent("B-34", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Co-management enrolment errors", "Statistics of errors when enrolling in co-management."],
    de: [
      "Registrierungsfehler der Co-Verwaltung",
      "Statistik der Fehler beim Registrieren für die Co-Verwaltung.",
    ],
  }),
  collected("B-35", {
    source: "estate",
    reason: "plan-support",
    reads: ["client_summary"],
    sample: { quarters: { "2019-07-01": 204118, "2019-10-01": 310077 } },
    en: [
      "Age of Windows",
      "Numbers of clients by the quarter of the year their operating system was installed in.",
    ],
    de: [
      "Alter von Windows",
      "Anzahl der Clients nach dem Quartal, in dem ihr Betriebssystem installiert wurde.",
    ],
  }),
  collected("B-36", {
    source: "estate",
    reason: "sizing",
    reads: ["client_summary"],
    sample: {
      clients: { "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz": 120441 },
      servers: { "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz": 9120 },
    },
    en: ["Processors", "The ten commonest names of processors of clients, and of servers."],
    de: ["Prozessoren", "Die zehn häufigsten Prozessornamen der Clients und der Server."],
  }),
  collected("B-37", {
    source: "site",
    reason: "sizing",
    reads: [
      "sites",
      "site_system_servers",
      "users",
      "update_packages",
      "client_summary",
      "status_messages",
      "audit_messages",
      "pgboss.job",
    ],
    sample: {
      objects: { sites: 4, servers: 6, users: 17, packages: 6, clientGroups: 4200 },
      days: 7,
      statusMessages: 412,
      auditMessages: 88,
      jobs: { waiting: 0, active: 0, completed: 12, failed: 0 },
    },
    en: [
      "Numbers of objects and rates",
      "Numbers of sites, servers, users, updates and groups of clients; status messages, audit messages and jobs of the last seven days.",
    ],
    de: [
      "Objektanzahl und Raten",
      "Anzahl der Standorte, Server, Benutzer, Updates und Clientgruppen; Statusmeldungen, Überwachungsmeldungen und Aufträge der letzten sieben Tage.",
    ],
  }),
  collected("B-38", {
    source: "site",
    reason: "find-faults",
    reads: ["server_performance", "site_system_roles"],
    sample: {
      servers: 4,
      processorPercent: { min: 2, max: 41.5, average: 17.2 },
      diskGigabytes: { min: 512, max: 2048, average: 1024 },
      diskFreePercent: { min: 38.1, max: 71.9, average: 55 },
    },
    en: [
      "Disk and processor of site servers",
      "Load of the processors, size and free space of the disk of site servers.",
    ],
    de: [
      "Datenträger und Prozessor der Standortserver",
      "Auslastung der Prozessoren, Größe und freier Platz des Datenträgers der Standortserver.",
    ],
  }),
  collected("B-39", {
    source: "scp",
    reason: "find-faults",
    reads: ["server_performance", "component_threads"],
    sample: {
      processes: 6,
      uptimeHours: { min: 3.5, max: 166, average: 98.1 },
      residentMegabytes: { min: 180, max: 410, average: 260 },
      components: { SMS_DMP_DOWNLOADER: { running: 1, stopped: 0, failed: 0 } },
    },
    en: [
      "Site server processes",
      "Running time and memory of the processes that host the components; components by state.",
    ],
    de: [
      "Prozesse der Standortserver",
      "Laufzeit und Arbeitsspeicher der Prozesse, die die Komponenten ausführen; Komponenten nach Zustand.",
    ],
  }),
  collected("B-40", {
    source: "scp",
    reason: "find-faults",
    reads: ["status_messages"],
    sample: { days: 7, crashes: { SMS_DMP_DOWNLOADER: 1 } },
    en: ["Crashes of components", "How often each component stopped unexpectedly in the last seven days."],
    de: [
      "Abstürze von Komponenten",
      "Wie oft jede Komponente in den letzten sieben Tagen unerwartet beendet wurde.",
    ],
  }),
  collected("B-41", {
    source: "site",
    reason: "find-faults",
    reads: ["pg_locks", "pg_stat_activity"],
    sample: { byLocks: [{ query: "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=", locks: 14 }] },
    en: [
      "Queries by locks",
      "Keyed hashes of the ten queries that hold most locks at the moment of the collection.",
    ],
    de: [
      "Abfragen nach Sperren",
      "Hashes (mit Schlüssel) der zehn Abfragen, die zum Zeitpunkt der Sammlung die meisten Sperren halten.",
    ],
  }),
  collected("B-42", {
    source: "feature",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 310077 },
    en: ["Co-managed clients", "How many of all clients are co-managed."],
    de: ["Co-verwaltete Clients", "Wie viele aller Clients co-verwaltet werden."],
  }),
  absent("B-43", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["MBAM extensions", "Whether extensions of MBAM are present on the server."],
    de: ["MBAM-Erweiterungen", "Ob auf dem Server Erweiterungen von MBAM vorhanden sind."],
  }),
  absent("B-44", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Asset Intelligence", "Numbers of categorised and uncategorised applications."],
    de: ["Asset Intelligence", "Anzahl kategorisierter und nicht kategorisierter Anwendungen."],
  }),
  absent("B-45", "feature-absent", {
    source: "scp",
    reason: "find-faults",
    en: ["Administration service", "State and health of the administration service."],
    de: ["Verwaltungsdienst", "Zustand und Integrität des Verwaltungsdiensts."],
  }),
  collected("B-46", {
    source: "site",
    reason: "collection-health",
    reads: ["sites", "file_exchange_endpoints", "pg_control_system()"],
    sample: {
      siteId: "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8=",
      brokerId: "VL4fvqU3DYYOFBFwD1EyADFRpRNXtd8fIv998spezts=",
      exchangeKey: null,
    },
    en: [
      "Key attributes of the site",
      "Keyed hashes of the top-level site's code, of the identity of its database, and of the certificate it exchanges files with.",
    ],
    de: [
      "Schlüsselattribute des Standorts",
      "Hashes (mit Schlüssel) des Codes des Standorts der obersten Ebene, der Identität seiner Datenbank und des Zertifikats für den Dateiaustausch.",
    ],
  }),
  collected("B-47", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 640771 },
    en: ["Microsoft Edge installations", "How many of all clients have Microsoft Edge installed."],
    de: ["Installationen von Microsoft Edge", "Auf wie vielen aller Clients Microsoft Edge installiert ist."],
  }),
  absent("B-48", "service-absent", {
    source: "scp",
    reason: "feature-use",
    change: "moved",
    en: [
      "Azure AD applications and services",
      "Numbers of Azure AD applications and services connected to the product.",
    ],
    de: [
      "Azure AD-Anwendungen und -Dienste",
      "Anzahl der mit dem Produkt verbundenen Azure AD-Anwendungen und -Dienste.",
    ],
  }),
  collected("B-49", {
    source: "site",
    reason: "find-faults",
    change: "new",
    reads: ["alerts", "component_threads", "executives"],
    sample: {
      activeAlerts: { "updates.disk-space": 1 },
      components: { running: 41, failed: 0 },
      executives: { responding: 1, silent: 0 },
    },
    en: [
      "Site health",
      "Active alerts by kind, components by state, processes of the executive that respond or do not.",
    ],
    de: [
      "Standortintegrität",
      "Aktive Warnungen nach Art, Komponenten nach Zustand, antwortende und stumme Prozesse von SMS_EXECUTIVE.",
    ],
  }),
  absent("B-50", "not-measured", {
    source: "scp",
    reason: "find-faults",
    change: "new",
    en: ["Console crash locations", "Places in the console where it crashed."],
    de: ["Absturzstellen der Konsole", "Stellen, an denen die Konsole abgestürzt ist."],
  }),
  collected("B-51", {
    source: "scp",
    reason: "feature-use",
    change: "new",
    reads: ["sessions", "audit_messages"],
    sample: {
      days: 30,
      sessions: 214,
      users: 12,
      sessionMinutes: { min: 1, max: 480, average: 61.4 },
      changes: 96,
    },
    en: [
      "Console usage",
      "Sign-ins to the portal of the last 30 days: how many, by how many users, how long, and how many changes were made.",
    ],
    de: [
      "Verwendung der Konsole",
      "Anmeldungen am Portal in den letzten 30 Tagen: wie viele, von wie vielen Benutzern, wie lange und wie viele Änderungen.",
    ],
  }),
  absent("B-52", "service-absent", {
    source: "scp",
    reason: "feature-use",
    change: "new",
    en: ["Cloud attach and detach", "How often cloud services were attached and detached."],
    de: ["Cloudanbindung", "Wie oft Clouddienste angebunden und getrennt wurden."],
  }),
  absent("B-53", "service-absent", {
    source: "scp",
    reason: "find-faults",
    change: "new",
    en: ["Synchronisation with Intune", "Status of the last synchronisation with the Intune cloud service."],
    de: ["Synchronisierung mit Intune", "Status der letzten Synchronisierung mit dem Intune-Clouddienst."],
  }),
  absent("B-54", "feature-absent", {
    source: "scp",
    reason: "find-faults",
    change: "new",
    en: ["Errors of the administration service", "Numbers of errors of the administration service."],
    de: ["Fehler des Verwaltungsdiensts", "Anzahl der Fehler des Verwaltungsdiensts."],
  }),
  absent("B-55", "service-absent", {
    source: "scp",
    reason: "feature-use",
    change: "new",
    en: ["Bulk registration token", "How often tokens for bulk registration were issued and used."],
    de: [
      "Token für die Massenregistrierung",
      "Wie oft Token für die Massenregistrierung ausgestellt und verwendet wurden.",
    ],
  }),
  collected("B-56", {
    source: "estate",
    reason: "feature-use",
    change: "new",
    reads: ["client_summary"],
    sample: {
      default: { "Microsoft Edge": 402118, "Google Chrome": 301005 },
      preferred: { "Google Chrome": 512009 },
    },
    en: ["Browsers", "Numbers of clients by default browser, and by the browser used most."],
    de: ["Browser", "Anzahl der Clients nach Standardbrowser und nach meistverwendetem Browser."],
  }),
];
