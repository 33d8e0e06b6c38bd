import { and, desc, eq, gte, inArray, isNotNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { easySetupVersions, sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "../state-machine";

/** A package at the thread's own site, with what its installation needs to know. */
export interface SiteWork {
  packageGuid: string;
  name: string;
  /** YYMM, e.g. `1910`. */
  version: string;
  fullVersion: string;
  siteCode: string;
  siteType: number;
  siteFullVersion: string;
  parentSiteCode: string | null;
  /** Null at the top-level site. */
  parentFullVersion: string | null;
  siteInstallId: number;
  prereqFlag: number;
  state: UpdateStateName;
  packageState: UpdateStateName;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const publishedSchema = z.object({ version: z.string().min(1).max(10) });
const parents = alias(sites, "parents");

/** Packages that are somewhere between received and installed at a site, and those installed there; oldest first. */
export async function readSiteWork(db: Database, siteCode: string): Promise<SiteWork[]> {
  const rows = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      entry: updatePackages.manifestEntry,
      fullVersion: updatePackages.fullVersion,
      siteCode: sites.siteCode,
      siteType: sites.type,
      siteFullVersion: sites.fullVersion,
      parentSiteCode: sites.parentSiteCode,
      parentFullVersion: parents.fullVersion,
      siteInstallId: updatePackageSiteStatus.siteInstallId,
      prereqFlag: updatePackageSiteStatus.prereqFlag,
      state: updatePackageSiteStatus.state,
      packageState: updatePackages.state,
      startedAt: updatePackageSiteStatus.startedAt,
      finishedAt: updatePackageSiteStatus.finishedAt,
    })
    .from(updatePackageSiteStatus)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updatePackageSiteStatus.packageGuid))
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .leftJoin(parents, eq(parents.siteCode, sites.parentSiteCode))
    .where(
      and(
        eq(updatePackageSiteStatus.siteCode, siteCode),
        or(
          gte(updatePackageSiteStatus.state, UPDATE_STATE.PREREQ_IN_PROGRESS),
          inArray(updatePackageSiteStatus.state, [
            UPDATE_STATE.CONTENT_REPLICATING,
            UPDATE_STATE.CONTENT_REPLICATION_SUCCESS,
          ]),
        ),
      ),
    )
    .orderBy(updatePackageSiteStatus.lastUpdateTime, updatePackageSiteStatus.packageGuid);
  return rows.map(({ entry, state, packageState, ...row }) => ({
    ...row,
    version: publishedSchema.parse(entry).version,
    state: updateStateName(state) ?? "UNKNOWN",
    packageState: updateStateName(packageState) ?? "UNKNOWN",
  }));
}

/** The state of a package at another site, e.g. the parent; null when it has no part in it. */
export async function siteStateOf(
  db: Database,
  packageGuid: string,
  siteCode: string,
): Promise<UpdateStateName | null> {
  const [row] = await db
    .select({ state: updatePackageSiteStatus.state })
    .from(updatePackageSiteStatus)
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.siteCode, siteCode),
      ),
    );
  return row ? updateStateName(row.state) : null;
}

export interface PackageContent {
  packageId: string;
  version: number;
  /** Hex; names the manifest in the content library. */
  manifestSha256: string;
}

/** The newest version of the Easy Setup package that carries an update; null until its snapshot was taken. */
export async function readPackageContent(db: Database, packageGuid: string): Promise<PackageContent | null> {
  const [row] = await db
    .select({
      packageId: easySetupVersions.packageId,
      version: easySetupVersions.version,
      manifestSha256: easySetupVersions.manifestSha256,
    })
    .from(easySetupVersions)
    .where(and(eq(easySetupVersions.packageGuid, packageGuid), isNotNull(easySetupVersions.manifestSha256)))
    .orderBy(desc(easySetupVersions.version))
    .limit(1);
  return row?.manifestSha256 ? { ...row, manifestSha256: row.manifestSha256 } : null;
}
