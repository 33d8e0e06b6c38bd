import { sql } from "drizzle-orm";
import { collectCount } from "./clients";
import type { Collector } from "./model";

/** The first build of Windows 10 that can be co-managed: version 1709. */
const CO_MANAGEMENT_BUILD = 16299;

/** The items that say how many of all clients something holds for. */
export const CLIENT_COUNTS: readonly Collector[] = [
  collectCount("B-29", sql`azure_ad_joined`),
  collectCount("B-31", sql`extended_interoperability`),
  collectCount("B-42", sql`co_managed`),
  collectCount("B-47", sql`edge_installed`),
  collectCount(
    "E-APP-39",
    sql`office_version like 'Office 365 ProPlus%' or office_version like 'Microsoft 365 Apps%'`,
  ),
  collectCount("E-CLI-03", sql`secure_boot`),
  collectCount("E-CLI-14", sql`uefi`),
  collectCount(
    "E-COM-02",
    sql`azure_ad_joined and os_name like 'Windows 10%'
        and coalesce(substring(os_build from '^10\\.0\\.(\\d{1,9})')::int, 0) >= ${CO_MANAGEMENT_BUILD}`,
  ),
  collectCount("E-MSC-12", sql`coalesce(default_browser, preferred_browser) is not null`),
  collectCount("F-24", sql`deployment_method = 'push' and ntlm_fallback_forbidden`),
];
