import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { type UpdateStateName, updateStateName } from "../state-machine";
import type { SiteFacts } from "./decide";

/** `SMS_Site.Type` of a secondary site; it is updated by hand and takes no part in the hierarchy's decisions. */
export const SECONDARY_SITE = 1;

/** The top-level site and its child primaries with what the package has reached there; top-level site first. */
export async function readSiteFacts(db: Database, packageGuid: string): Promise<SiteFacts[]> {
  const rows = await db
    .select({
      siteCode: sites.siteCode,
      parentSiteCode: sites.parentSiteCode,
      state: updatePackageSiteStatus.state,
      prereqFlag: updatePackageSiteStatus.prereqFlag,
    })
    .from(sites)
    .leftJoin(
      updatePackageSiteStatus,
      and(
        eq(updatePackageSiteStatus.siteCode, sites.siteCode),
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
      ),
    )
    .where(ne(sites.type, SECONDARY_SITE))
    .orderBy(sql`${sites.parentSiteCode} nulls first`, asc(sites.siteCode));
  return rows.map(({ state, prereqFlag, ...site }) => ({
    ...site,
    state: state === null ? null : updateStateName(state),
    prereqFlag: prereqFlag ?? 0,
  }));
}

export interface LockedPackage {
  packageGuid: string;
  name: string;
  state: UpdateStateName;
  row: typeof updatePackages.$inferSelect;
}

/**
 * The package, unchanged by anybody else until the transaction ends; null when there is none. Whoever changes rows
 * that belong to a package takes this lock first, so that no two wait for each other. Its strength lets the rows be
 * written that only refer to the package: a site that reports a step must not hold up another that has reported one.
 */
export async function lockPackage(tx: Database, packageGuid: string): Promise<LockedPackage | null> {
  const [row] = await tx
    .select()
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid))
    .for("no key update");
  if (!row) return null;
  return { packageGuid, name: row.name, state: updateStateName(row.state) ?? "UNKNOWN", row };
}
