import { and, desc, eq, gte, inArray, isNotNull, notInArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { easySetupVersions, sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "../state-machine";
import { namesIn } from "./file-switch";
import { siteControlFolder, stagingRoot, switchRoot } from "./folders";

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

const versionSchema = z.string().min(1).max(10);
const parents = alias(sites, "parents");

/**
 * Packages that are somewhere between received and installed at the thread's site, and those of which its server
 * still has something to finish or to clear away; oldest first. What was installed in all the years before is not read.
 */
export async function readSiteWork({
  db,
  siteCode,
  installDir,
}: Pick<ThreadContext, "db" | "siteCode" | "installDir">): Promise<SiteWork[]> {
  const here = await packagesOnDisk(installDir);
  const rows = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      version: sql<unknown>`${updatePackages.manifestEntry}->>'version'`,
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
          inArray(updatePackageSiteStatus.packageGuid, here),
          and(
            gte(updatePackageSiteStatus.state, UPDATE_STATE.CONTENT_REPLICATING),
            notInArray(updatePackageSiteStatus.state, [...AT_REST]),
          ),
        ),
      ),
    )
    .orderBy(updatePackageSiteStatus.lastUpdateTime, updatePackageSiteStatus.packageGuid);
  return rows.map(({ version, state, packageState, ...row }) => ({
    ...row,
    version: versionSchema.parse(version),
    state: updateStateName(state) ?? "UNKNOWN",
    packageState: updateStateName(packageState) ?? "UNKNOWN",
  }));
}

/** Nobody waits for the site there. */
const AT_REST = [UPDATE_STATE.INSTALL_SUCCESS, UPDATE_STATE.DOWNLOAD_SUCCESS] as const;

/** GUIDs of packages that the engine has left something of below `<install>`. */
async function packagesOnDisk(installDir: string): Promise<string[]> {
  const folders = [stagingRoot(installDir), switchRoot(installDir), siteControlFolder(installDir)];
  const names = await Promise.all(folders.map(namesIn));
  const guids = names.flat().flatMap((name) => GUID_NAME.exec(name)?.[0].toLowerCase() ?? []);
  return [...new Set(guids)];
}

const GUID_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.|$)/i;

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
  packageGuid: string;
  packageId: string;
  version: number;
  /** Hex; names the manifest in the content library. */
  manifestSha256: string;
}

/** The newest version of the Easy Setup package that carries an update; null until its snapshot was taken. */
export async function readPackageContent(db: Database, packageGuid: string): Promise<PackageContent | null> {
  const [row] = await db
    .select({
      packageGuid: easySetupVersions.packageGuid,
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
