import { absent } from "./define-item";
import type { CatalogueItem } from "./model";

/** Level 2, section mobile device management (reference/usage-data.md §6.2). */
export const MOBILE_DEVICE_MANAGEMENT: readonly CatalogueItem[] = [
  absent("E-MDM-01", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Actions on devices", "How often lock, PIN reset, wipe, retire and sync now were issued."],
    de: [
      "Aktionen auf Geräten",
      "Wie oft Sperren, PIN-Zurücksetzung, Zurücksetzen, Außerkraftsetzen und sofortige Synchronisierung ausgelöst wurden.",
    ],
  }),
  absent("E-MDM-02", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Policies for mobile devices", "Number of policies."],
    de: ["Richtlinien für mobile Geräte", "Anzahl der Richtlinien."],
  }),
  absent("E-MDM-03", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Managed mobile devices", "Numbers of devices and how they were enrolled: in bulk or by users."],
    de: [
      "Verwaltete mobile Geräte",
      "Anzahl der Geräte und wie sie registriert wurden: massenweise oder durch Benutzer.",
    ],
  }),
  absent("E-MDM-04", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Users with several devices", "Number of users who enrolled several devices."],
    de: ["Benutzer mit mehreren Geräten", "Anzahl der Benutzer, die mehrere Geräte registriert haben."],
  }),
  absent("E-MDM-05", "feature-absent", {
    source: "feature",
    reason: "feature-use",
    en: ["Check-in of devices", "Polling schedule and duration of the check-in."],
    de: ["Eincheckvorgang der Geräte", "Abrufzeitplan und Dauer des Eincheckens."],
  }),
];
