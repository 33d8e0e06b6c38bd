import type { Locale } from "@/lib/i18n/locales";
import type { UsageDataItem } from "../catalogue-model";
import { APPLICATION_MANAGEMENT } from "./application-management";
import { BASIC } from "./basic";
import { CLIENT } from "./client";
import { CLOUD_SERVICES } from "./cloud-services";
import { CMPIVOT } from "./cmpivot";
import { CO_MANAGEMENT } from "./co-management";
import { COLLECTIONS } from "./collections";
import { COMPLIANCE_SETTINGS } from "./compliance-settings";
import { CONSOLE } from "./console";
import { CONTENT } from "./content";
import { ENDPOINT_PROTECTION } from "./endpoint-protection";
import { FULL } from "./full";
import { INTUNE_TROUBLESHOOTING } from "./intune-troubleshooting";
import { MIGRATION } from "./migration";
import { MISCELLANEOUS } from "./miscellaneous";
import { MOBILE_DEVICE_MANAGEMENT } from "./mobile-device-management";
import type { CatalogueHeading, CatalogueItem } from "./model";
import { ON_PREMISES_MOBILE_DEVICE_MANAGEMENT } from "./on-premises-mobile-device-management";
import { OS_DEPLOYMENT } from "./os-deployment";
import { REASONS } from "./reasons";
import { SITE_UPDATES } from "./site-updates";
import { SOFTWARE_UPDATES } from "./software-updates";
import { SQL_PERFORMANCE } from "./sql-performance";

/** The itemised list of version 2002, in its order (reference/usage-data.md §6). */
export const CATALOGUE: readonly (CatalogueItem | CatalogueHeading)[] = [
  ...BASIC,
  ...APPLICATION_MANAGEMENT,
  ...CLIENT,
  ...CLOUD_SERVICES,
  ...CMPIVOT,
  ...CO_MANAGEMENT,
  ...COLLECTIONS,
  ...COMPLIANCE_SETTINGS,
  ...CONSOLE,
  ...CONTENT,
  ...ENDPOINT_PROTECTION,
  ...MIGRATION,
  ...MOBILE_DEVICE_MANAGEMENT,
  ...INTUNE_TROUBLESHOOTING,
  ...ON_PREMISES_MOBILE_DEVICE_MANAGEMENT,
  ...OS_DEPLOYMENT,
  ...SITE_UPDATES,
  ...SOFTWARE_UPDATES,
  ...SQL_PERFORMANCE,
  ...MISCELLANEOUS,
  ...FULL,
];

export const CATALOGUE_ITEMS: readonly CatalogueItem[] = CATALOGUE.filter(isItem);

function isItem(entry: CatalogueItem | CatalogueHeading): entry is CatalogueItem {
  return "level" in entry;
}

/** An item in the reader's language. */
export const describeItem = (item: CatalogueItem, locale: Locale): UsageDataItem => ({
  id: item.id,
  level: item.level,
  section: item.section,
  change: item.change,
  hasSource: item.absent === null,
  title: item.title[locale],
  description: item.description[locale],
  reason: REASONS[item.reason][locale],
  reads: item.reads.join(", "),
  sample: item.sample,
});
