import { absent, collected } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section application management (reference/usage-data.md §6.2). */
export const APPLICATION_MANAGEMENT: readonly CatalogueItem[] = [
  absent("E-APP-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Requirements", "Built-in conditions that deployment types refer to, by deployment technology."],
    de: [
      "Anforderungen",
      "Integrierte Bedingungen, auf die sich Bereitstellungstypen beziehen, nach Bereitstellungstechnologie.",
    ],
  }),
  absent("E-APP-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Depth of supersedence", "The longest chain of applications that supersede one another."],
    de: ["Tiefe der Ablösung", "Die längste Kette von Anwendungen, die einander ablösen."],
  }),
  absent("E-APP-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Approvals", "Numbers of approval requests, and how often approval is used."],
    de: ["Genehmigungen", "Anzahl der Genehmigungsanforderungen und wie oft die Genehmigung verwendet wird."],
  }),
  absent("E-APP-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Size of content", "Smallest, largest and average size of the content of applications."],
    de: ["Inhaltsgröße", "Kleinste, größte und durchschnittliche Inhaltsgröße der Anwendungen."],
  }),
  absent("E-APP-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Options of deployments",
      "Install or uninstall, approval, interaction, dependencies, supersedence, install behaviour.",
    ],
    de: [
      "Optionen der Bereitstellungen",
      "Installation oder Deinstallation, Genehmigung, Benutzereingriff, Abhängigkeiten, Ablösung, Installationsverhalten.",
    ],
  }),
  absent("E-APP-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Size of policies", "Size and complexity of the policies of applications."],
    de: ["Richtliniengröße", "Größe und Komplexität der Richtlinien von Anwendungen."],
  }),
  absent("E-APP-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Requests for applications", "How often available applications were requested."],
    de: ["Anforderungen von Anwendungen", "Wie oft verfügbare Anwendungen angefordert wurden."],
  }),
  absent("E-APP-08", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Packages and programs", "Options of their deployments and flags of the programs."],
    de: ["Pakete und Programme", "Optionen ihrer Bereitstellungen und Kennzeichen der Programme."],
  }),
  absent("E-APP-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Targets of deployment types", "For users or devices, required or available, universal apps."],
    de: [
      "Ziele der Bereitstellungstypen",
      "Für Benutzer oder Geräte, erforderlich oder verfügbar, universelle Apps.",
    ],
  }),
  absent("E-APP-10", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["App-V", "Numbers of App-V environments and of properties of their deployments."],
    de: ["App-V", "Anzahl der App-V-Umgebungen und der Eigenschaften ihrer Bereitstellungen."],
  }),
  absent("E-APP-11", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Applicability by OS", "For which operating systems applications are meant."],
    de: ["Anwendbarkeit nach Betriebssystem", "Für welche Betriebssysteme Anwendungen gedacht sind."],
  }),
  absent("E-APP-12", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Applications in task sequences", "Number of applications that a task sequence refers to."],
    de: ["Anwendungen in Tasksequenzen", "Anzahl der Anwendungen, auf die eine Tasksequenz verweist."],
  }),
  absent("E-APP-13", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Brandings of the application catalog", "Number of different brandings."],
    de: ["Brandings des Anwendungskatalogs", "Anzahl verschiedener Brandings."],
  }),
  absent("E-APP-14", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Office 365 applications", "Number of applications made from the Office 365 dashboard."],
    de: ["Office 365-Anwendungen", "Anzahl der über das Office 365-Dashboard erstellten Anwendungen."],
  }),
  absent("E-APP-15", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Packages by type", "Numbers of packages of each type."],
    de: ["Pakete nach Typ", "Anzahl der Pakete jedes Typs."],
  }),
  absent("E-APP-16", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Deployments of packages", "Number of deployments of packages and programs."],
    de: ["Bereitstellungen von Paketen", "Anzahl der Bereitstellungen von Paketen und Programmen."],
  }),
  absent("E-APP-17", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Windows 10 licences",
      "Number of licences of licensed Windows 10 applications from the Store for Business.",
    ],
    de: [
      "Windows 10-Lizenzen",
      "Anzahl der Lizenzen lizenzierter Windows 10-Anwendungen aus dem Microsoft Store für Unternehmen.",
    ],
  }),
  absent("E-APP-18", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Uninstall content of Windows Installer",
      "Deployment types of Windows Installer by their setting for uninstall content.",
    ],
    de: [
      "Deinstallationsinhalt von Windows Installer",
      "Bereitstellungstypen für Windows Installer nach ihrer Einstellung für Deinstallationsinhalt.",
    ],
  }),
  absent("E-APP-19", "service-absent", {
    source: "scp",
    reason: "feature-use",
    en: [
      "Apps of the Store for Business",
      "Apps by type and licence, online and offline licensed, statistics of the synchronisation.",
    ],
    de: [
      "Apps aus dem Microsoft Store für Unternehmen",
      "Apps nach Typ und Lizenz, online und offline lizenziert, Statistik der Synchronisierung.",
    ],
  }),
  absent("E-APP-20", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Maintenance windows", "Types and lengths of the clients' maintenance windows."],
    de: ["Wartungsfenster", "Typen und Dauer der Wartungsfenster der Clients."],
  }),
  absent("E-APP-21", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Deployments for each user and device",
      "Fewest, most and average application deployments in a period.",
    ],
    de: [
      "Bereitstellungen pro Benutzer und Gerät",
      "Wenigste, meiste und durchschnittliche Anwendungsbereitstellungen in einem Zeitraum.",
    ],
  }),
  absent("E-APP-22", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: [
      "Commonest installation errors",
      "Commonest error codes of installations, by deployment technology.",
    ],
    de: [
      "Häufigste Installationsfehler",
      "Häufigste Fehlercodes von Installationen nach Bereitstellungstechnologie.",
    ],
  }),
  absent("E-APP-23", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Options of MSI", "Numbers of MSI configuration options in use."],
    de: ["MSI-Optionen", "Anzahl der verwendeten MSI-Konfigurationsoptionen."],
  }),
  absent("E-APP-24", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Notifications of required deployments",
      "How users react to notifications of required deployments.",
    ],
    de: [
      "Benachrichtigungen über erforderliche Bereitstellungen",
      "Wie Benutzer auf Benachrichtigungen über erforderliche Bereitstellungen reagieren.",
    ],
  }),
  absent("E-APP-25", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Universal Data Access", "How it is used and how it was created."],
    de: ["Universal Data Access", "Wie es verwendet wird und wie es erstellt wurde."],
  }),
  absent("E-APP-26", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["User device affinity", "Totals of affinities between users and devices."],
    de: [
      "Affinität zwischen Benutzer und Gerät",
      "Gesamtzahlen der Affinitäten zwischen Benutzern und Geräten.",
    ],
  }),
  absent("E-APP-27", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["Primary users of a device", "Most and average numbers of primary users of a device."],
    de: [
      "Primäre Benutzer eines Geräts",
      "Höchste und durchschnittliche Anzahl primärer Benutzer eines Geräts.",
    ],
  }),
  absent("E-APP-28", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Global conditions", "Numbers of global conditions in use, by type."],
    de: ["Globale Bedingungen", "Anzahl der verwendeten globalen Bedingungen nach Typ."],
  }),
  absent("E-APP-29", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Software Center", "How Software Center was customised."],
    de: ["Softwarecenter", "Wie das Softwarecenter angepasst wurde."],
  }),
  absent("E-APP-30", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Package Conversion Manager", "Readiness of packages for conversion, and numbers."],
    de: ["Paketkonvertierungs-Manager", "Bereitschaft von Paketen zur Konvertierung und Anzahl."],
  }),
  absent("E-APP-31", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Detection methods", "Numbers of detection methods by type."],
    de: ["Erkennungsmethoden", "Anzahl der Erkennungsmethoden nach Typ."],
  }),
  absent("E-APP-32", "feature-absent", {
    source: "feature",
    reason: "find-faults",
    en: ["Enforcement errors", "Number of errors when applications were enforced."],
    de: ["Erzwingungsfehler", "Anzahl der Fehler beim Erzwingen von Anwendungen."],
  }),
  absent("E-APP-33", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Properties of MSI installers", "Which properties of MSI installers are used."],
    de: [
      "Eigenschaften von MSI-Installationsprogrammen",
      "Welche Eigenschaften von MSI-Installationsprogrammen verwendet werden.",
    ],
  }),
  absent("E-APP-34", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Installations asked for by users", "Statistics of installation requests of users."],
    de: [
      "Von Benutzern angeforderte Installationen",
      "Statistik der Installationsanforderungen von Benutzern.",
    ],
  }),
  absent("E-APP-35", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Approval by e-mail", "How the approval of applications by e-mail is used."],
    de: ["Genehmigung per E-Mail", "Wie die Genehmigung von Anwendungen per E-Mail verwendet wird."],
  }),
  absent("E-APP-36", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "MSI files of the application catalog",
      "Files, content size, services and custom actions of MSI files.",
    ],
    de: [
      "MSI-Dateien des Anwendungskatalogs",
      "Dateien, Inhaltsgröße, Dienste und benutzerdefinierte Aktionen von MSI-Dateien.",
    ],
  }),
  absent("E-APP-37", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["Readiness for Office ProPlus", "Numbers of devices by their readiness for Office ProPlus."],
    de: ["Bereitschaft für Office ProPlus", "Anzahl der Geräte nach ihrer Bereitschaft für Office ProPlus."],
  }),
  absent("E-APP-38", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Application groups", "How application groups are used."],
    de: ["Anwendungsgruppen", "Wie Anwendungsgruppen verwendet werden."],
  }),
  collected("E-APP-39", {
    source: "estate",
    reason: "feature-use",
    reads: ["client_summary"],
    sample: { devices: 1025000, matching: 640771 },
    en: [
      "Office 365 ProPlus",
      "How many of all clients have Office 365 ProPlus. Add-ins and the readiness toolkit are not measured.",
    ],
    de: [
      "Office 365 ProPlus",
      "Wie viele aller Clients Office 365 ProPlus haben. Add-Ins und Readiness Toolkit werden nicht gemessen.",
    ],
  }),
  absent("E-APP-40", "not-measured", {
    source: "estate",
    reason: "feature-use",
    en: ["Health of Office add-ins", "Health of the add-ins of Office."],
    de: ["Integrität von Office-Add-Ins", "Integrität der Add-Ins von Office."],
  }),
  absent("E-APP-41", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Pilot collections of Office ProPlus", "Number and size of the pilot collections."],
    de: ["Pilotsammlungen für Office ProPlus", "Anzahl und Größe der Pilotsammlungen."],
  }),
  absent("E-APP-42", "not-measured", {
    source: "estate",
    reason: "feature-use",
    change: "new",
    en: ["Health data of Office ProPlus", "Number of devices that send health data of Office ProPlus."],
    de: [
      "Integritätsdaten von Office ProPlus",
      "Anzahl der Geräte, die Integritätsdaten von Office ProPlus senden.",
    ],
  }),
];
