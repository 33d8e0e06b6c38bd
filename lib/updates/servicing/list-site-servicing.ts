import { asc, desc, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { ErrorDetail } from "../model";
import { toErrorDetail } from "../update-rows";

/** A row of *Site Servicing Status*: the package that a site last had to do with. */
export interface SiteServicingRow {
  siteCode: string;
  siteName: string;
  siteType: 1 | 2 | 4;
  parentSiteCode: string | null;
  siteVersion: string;
  /** Null for a site that no package has reached. */
  package: {
    packageGuid: string;
    name: string;
    state: number;
    prereqFlag: number;
    siteInstallId: number;
    lastUpdateTime: Date;
    error: ErrorDetail | null;
  } | null;
}

/**
 * Monitoring > *Site Servicing Status*: the sites that have been serviced and, serviced or not, all but the
 * secondaries; those are thousands, and have a list of their own.
 */
export const listSiteServicing = defineQuery({
  name: "list-site-servicing",
  action: "updates.view",
  input: z.object({}),
  async run({ db }) {
    const latest = db
      .selectDistinctOn([updatePackageSiteStatus.siteCode])
      .from(updatePackageSiteStatus)
      .orderBy(updatePackageSiteStatus.siteCode, desc(updatePackageSiteStatus.lastUpdateTime))
      .as("latest");
    const rows = await db
      .select({
        site: sites,
        packageGuid: latest.packageGuid,
        state: latest.state,
        prereqFlag: latest.prereqFlag,
        siteInstallId: latest.siteInstallId,
        lastUpdateTime: latest.lastUpdateTime,
        errorCode: latest.errorCode,
        errorParams: latest.errorParams,
        name: updatePackages.name,
      })
      .from(sites)
      .leftJoin(latest, eq(latest.siteCode, sites.siteCode))
      .leftJoin(updatePackages, eq(updatePackages.packageGuid, latest.packageGuid))
      .where(sql`${ne(sites.type, 1)} or ${latest.packageGuid} is not null`)
      .orderBy(sql`${sites.parentSiteCode} nulls first`, asc(sites.siteCode))
      .limit(MAX_ROWS);
    return ok(
      rows.map(({ site, ...row }) => ({
        siteCode: site.siteCode,
        siteName: site.name,
        siteType: site.type as SiteServicingRow["siteType"],
        parentSiteCode: site.parentSiteCode,
        siteVersion: site.fullVersion,
        package:
          row.packageGuid === null || row.state === null || row.lastUpdateTime === null
            ? null
            : {
                packageGuid: row.packageGuid,
                name: row.name ?? row.packageGuid,
                state: row.state,
                prereqFlag: row.prereqFlag ?? 0,
                siteInstallId: row.siteInstallId ?? 1,
                lastUpdateTime: row.lastUpdateTime,
                error: toErrorDetail(row.errorCode, row.errorParams),
              },
      })) satisfies SiteServicingRow[],
    );
  },
});

/** Serviced secondaries beyond this are found in the list of secondary sites. */
const MAX_ROWS = 1_000;
