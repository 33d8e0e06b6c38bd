import type { Text } from "./model";

/** Why an item has no value. Nothing is ever put in its place. */
export const ABSENCES = {
  "feature-absent": {
    en: "Not collected: it belongs to a feature of Configuration Manager that this product does not have.",
    de: "Nicht gesammelt: Gehört zu einem Feature von Configuration Manager, das dieses Produkt nicht hat.",
  },
  "service-absent": {
    en: "Not collected: the cloud service it describes is not connected by this version of the product.",
    de: "Nicht gesammelt: Der beschriebene Clouddienst wird von dieser Produktversion nicht angebunden.",
  },
  "not-measured": {
    en: "Not collected: neither the sites nor the clients report it to this product.",
    de: "Nicht gesammelt: Weder Standorte noch Clients melden es an dieses Produkt.",
  },
  "sql-server-only": {
    en: "Not collected: it describes a mechanism of SQL Server; the site database is PostgreSQL.",
    de: "Nicht gesammelt: Beschreibt einen Mechanismus von SQL Server; die Standortdatenbank ist PostgreSQL.",
  },
  removed: {
    en: "No longer collected since version 2002.",
    de: "Wird seit Version 2002 nicht mehr gesammelt.",
  },
  "no-clients": {
    en: "Not collected this time: the hierarchy has no summary of its clients yet.",
    de: "Diesmal nicht gesammelt: Die Hierarchie hat noch keine Zusammenfassung ihrer Clients.",
  },
  "no-samples": {
    en: "Not collected this time: no server has measured itself yet.",
    de: "Diesmal nicht gesammelt: Noch kein Server hat sich selbst gemessen.",
  },
} as const satisfies Record<string, Text>;

export type AbsenceCode = keyof typeof ABSENCES;
