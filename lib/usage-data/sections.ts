/** The sections of the itemised list (reference/usage-data.md §6), in its order, by what the id of an item begins with. */
export const USAGE_DATA_SECTIONS = {
  B: "basic",
  "E-APP": "application-management",
  "E-CLI": "client",
  "E-CLD": "cloud-services",
  "E-PIV": "cmpivot",
  "E-COM": "co-management",
  "E-COL": "collections",
  "E-CMP": "compliance-settings",
  "E-CON": "console",
  "E-CNT": "content",
  "E-EP": "endpoint-protection",
  "E-MIG": "migration",
  "E-MDM": "mobile-device-management",
  "E-INT": "intune-troubleshooting",
  "E-OPM": "on-premises-mobile-device-management",
  "E-OSD": "os-deployment",
  "E-UPD": "site-updates",
  "E-SUM": "software-updates",
  "E-SQL": "sql-performance",
  "E-MSC": "miscellaneous",
  F: "full",
} as const;

export type UsageDataSection = (typeof USAGE_DATA_SECTIONS)[keyof typeof USAGE_DATA_SECTIONS];

/** The section of an item, e.g. `E-APP-07` → `application-management`; throws for an id that is none. */
export function sectionOf(itemId: string): UsageDataSection {
  const prefix = itemId.slice(0, itemId.lastIndexOf("-"));
  const section = Object.entries(USAGE_DATA_SECTIONS).find(([known]) => known === prefix)?.[1];
  if (!section) throw new Error(`${itemId} is no item of usage data`);
  return section;
}
