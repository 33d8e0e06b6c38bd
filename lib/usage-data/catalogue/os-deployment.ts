import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section os deployment (reference/usage-data.md §6.2). */
export const OS_DEPLOYMENT: readonly CatalogueItem[] = [
  absent("E-OSD-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Objects of OS deployment",
      "Numbers of boot images, drivers, driver packages, multicast and PXE distribution points, task sequences.",
    ],
    de: [
      "Objekte der Betriebssystembereitstellung",
      "Anzahl der Startabbilder, Treiber, Treiberpakete, Verteilungspunkte mit Multicast und PXE, Tasksequenzen.",
    ],
  }),
  absent("E-OSD-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Boot images by client version", "Numbers of boot images by the client version inside."],
    de: ["Startabbilder nach Clientversion", "Anzahl der Startabbilder nach enthaltener Clientversion."],
  }),
  absent("E-OSD-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Boot images by Windows PE version", "Numbers of boot images by version of Windows PE."],
    de: ["Startabbilder nach Windows PE-Version", "Anzahl der Startabbilder nach Version von Windows PE."],
  }),
  absent("E-OSD-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Edition upgrade policies", "Number of policies."],
    de: ["Richtlinien für Editionsupgrades", "Anzahl der Richtlinien."],
  }),
  absent("E-OSD-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Identifiers excluded from PXE", "Number of hardware identifiers excluded from PXE."],
    de: ["Von PXE ausgeschlossene Kennungen", "Anzahl der von PXE ausgeschlossenen Hardwarekennungen."],
  }),
  absent("E-OSD-06", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["OS deployments by version", "Numbers of deployments by version of the operating system."],
    de: [
      "Betriebssystembereitstellungen nach Version",
      "Anzahl der Bereitstellungen nach Version des Betriebssystems.",
    ],
  }),
  absent("E-OSD-07", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["OS upgrades over time", "Numbers of upgrades of operating systems over time."],
    de: ["Betriebssystemupgrades im Zeitverlauf", "Anzahl der Betriebssystemupgrades im Zeitverlauf."],
  }),
  absent("E-OSD-08", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Pre-download of task sequences", "Number of task sequence deployments with pre-download."],
    de: ["Vorabdownload von Tasksequenzen", "Anzahl der Tasksequenzbereitstellungen mit Vorabdownload."],
  }),
  absent("E-OSD-09", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Steps of task sequences", "How often each step is used."],
    de: ["Schritte von Tasksequenzen", "Wie oft jeder Schritt verwendet wird."],
  }),
  absent("E-OSD-10", "feature-absent", {
    source: "feature",
    reason: "sizing",
    en: ["Windows ADK", "Version of the Windows ADK."],
    de: ["Windows ADK", "Version des Windows ADK."],
  }),
  absent("E-OSD-11", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Image servicing", "Number of tasks that service images."],
    de: ["Abbildwartung", "Anzahl der Aufgaben zur Abbildwartung."],
  }),
  absent("E-OSD-12", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Imported computers", "Number of imported computers."],
    de: ["Importierte Computer", "Anzahl der importierten Computer."],
  }),
  absent("E-OSD-13", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: [
      "Duplicate hardware identifiers",
      "Number of MAC addresses and SMBIOS GUIDs excluded from PXE and client registration.",
    ],
    de: [
      "Doppelte Hardwarekennungen",
      "Anzahl der von PXE und Clientregistrierung ausgeschlossenen MAC-Adressen und SMBIOS-GUIDs.",
    ],
  }),
  absent("E-OSD-14", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Task sequences by type", "Numbers of task sequences: for OS deployment or generic."],
    de: [
      "Tasksequenzen nach Typ",
      "Anzahl der Tasksequenzen: für die Betriebssystembereitstellung oder allgemein.",
    ],
  }),
  absent("E-OSD-15", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Pre-cached packages", "Number of packages with settings for pre-cached content."],
    de: [
      "Vorab zwischengespeicherte Pakete",
      "Anzahl der Pakete mit Einstellungen für vorab zwischengespeicherten Inhalt.",
    ],
  }),
];
