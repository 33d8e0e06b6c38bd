import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  componentThreads,
  contentDistributions,
  easySetupVersions,
  executives,
  hierarchySettings,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackageRuns,
  updatePackages,
} from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import type { Facts, SiteFacts } from "./facts";
import type { SiteKind } from "./model";

const SECONDARY = 1;
const ACTIVE = 1;

/** Roles that the product gave up (reference/updates.md §10): out of band management and system health validation. */
const UNSUPPORTED_ROLES = ["SMS AMT Service Point", "SMS System Health Validator"];

/** At most this many are named; the count of a site's threads and servers is bounded by its roles anyway. */
const NAMED_AT_MOST = 50;

/** @throws Error when the package is not known */
export async function readPackage(db: Database, packageGuid: string): Promise<Facts["package"]> {
  const [row] = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      fullVersion: updatePackages.fullVersion,
      minCmVersion: updatePackages.minCmVersion,
      maxCmVersion: updatePackages.maxCmVersion,
      updateType: updatePackages.updateType,
      clientVersion: updatePackages.clientVersion,
      prereqPackageGuid: updatePackages.prereqPackageGuid,
      totalBytes: updatePackages.totalBytes,
    })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid));
  if (!row) throw new Error("the update is not known");
  return row;
}

export const readCatalogue = (db: Database): Promise<Facts["catalogue"]> =>
  db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      state: updatePackages.state,
      supersedes: updatePackages.supersedes,
      withdrawnAt: updatePackages.withdrawnAt,
      fullVersion: updatePackages.fullVersion,
    })
    .from(updatePackages)
    .orderBy(desc(updatePackages.dateReleased));

function kindOf({ type, parentSiteCode }: { type: number; parentSiteCode: string | null }): SiteKind {
  if (type === SECONDARY) return "secondary";
  return parentSiteCode === null ? "top-level" : "child-primary";
}

async function findSite(
  db: Database,
  siteCode: string,
): Promise<(SiteFacts & { parentSiteCode: string | null }) | null> {
  const [row] = await db.select().from(sites).where(eq(sites.siteCode, siteCode));
  if (!row) return null;
  const { fullVersion, status, messagingEnabled, parentSiteCode } = row;
  return { siteCode, kind: kindOf(row), fullVersion, status, messagingEnabled, parentSiteCode };
}

/** @throws Error when there is no such site */
export async function readSite(
  db: Database,
  siteCode: string,
): Promise<SiteFacts & { parentSiteCode: string | null }> {
  const site = await findSite(db, siteCode);
  if (!site) throw new Error(`there is no site ${siteCode}`);
  return site;
}

export async function readParent(db: Database, siteCode: string): Promise<Facts["parent"]> {
  const { parentSiteCode } = await readSite(db, siteCode);
  return parentSiteCode === null ? null : findSite(db, parentSiteCode);
}

export const readInactiveSites = (db: Database): Promise<Facts["inactiveSites"]> =>
  db
    .select({ siteCode: sites.siteCode, status: sites.status })
    .from(sites)
    .where(and(ne(sites.type, SECONDARY), ne(sites.status, ACTIVE)))
    .orderBy(sites.siteCode);

/** One row per version, the most common first. */
export const readVersions = (db: Database): Promise<Facts["versions"]> =>
  db
    .select({
      fullVersion: sites.fullVersion,
      siteCode: sql<string>`min(${sites.siteCode})`,
      sites: sql<number>`count(*)::int`,
    })
    .from(sites)
    .groupBy(sites.fullVersion)
    .orderBy(sql`count(*) desc`, sites.fullVersion);

/** The newest version of the Easy Setup package that carries the update, at this site. */
export async function readContent(
  db: Database,
  packageGuid: string,
  siteCode: string,
): Promise<Facts["content"]> {
  const [newest] = await db
    .select({ packageId: easySetupVersions.packageId, version: easySetupVersions.version })
    .from(easySetupVersions)
    .where(and(eq(easySetupVersions.packageGuid, packageGuid), isNull(easySetupVersions.retiredAt)))
    .orderBy(desc(easySetupVersions.version))
    .limit(1);
  if (!newest) return null;
  const [row] = await db
    .select({ state: contentDistributions.state })
    .from(contentDistributions)
    .where(
      and(
        eq(contentDistributions.packageId, newest.packageId),
        eq(contentDistributions.version, newest.version),
        eq(contentDistributions.siteCode, siteCode),
      ),
    );
  return row ?? null;
}

export async function readComponents(db: Database, siteCode: string): Promise<Facts["components"]> {
  const failedThreads = await db
    .select({ fqdn: siteSystemServers.fqdn, component: componentThreads.component })
    .from(componentThreads)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, componentThreads.serverId))
    .where(and(eq(siteSystemServers.siteCode, siteCode), eq(componentThreads.state, "failed")))
    .orderBy(siteSystemServers.fqdn, componentThreads.component)
    .limit(NAMED_AT_MOST);
  // A server that no executive ever hosted runs nothing that the installation waits for.
  const silent = await db
    .select({ fqdn: siteSystemServers.fqdn })
    .from(siteSystemServers)
    .innerJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .where(and(eq(siteSystemServers.siteCode, siteCode), sql`not ${isResponding()}`))
    .orderBy(siteSystemServers.fqdn)
    .limit(NAMED_AT_MOST);
  return {
    failed: failedThreads.map(({ fqdn, component }) => `${fqdn}: ${component}`),
    silentServers: silent.map(({ fqdn }) => fqdn),
  };
}

export const readUnsupportedRoles = (db: Database, siteCode: string): Promise<Facts["unsupportedRoles"]> =>
  db
    .select({ server: siteSystemServers.fqdn, role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(and(eq(siteSystemServers.siteCode, siteCode), inArray(siteSystemRoles.role, UNSUPPORTED_ROLES)))
    .orderBy(siteSystemServers.fqdn, siteSystemRoles.role)
    .limit(NAMED_AT_MOST);

export async function readPiloting(db: Database, packageGuid: string): Promise<Facts["piloting"]> {
  const [settings] = await db
    .select({
      upgrade: hierarchySettings.preProductionUpgrade,
      collection: hierarchySettings.preProductionCollection,
    })
    .from(hierarchySettings);
  const [run] = await db
    .select({ clientOption: updatePackageRuns.clientOption })
    .from(updatePackageRuns)
    .where(and(eq(updatePackageRuns.packageGuid, packageGuid), isNull(updatePackageRuns.finishedAt)))
    .limit(1);
  return {
    wanted: settings?.upgrade === true || run?.clientOption === "pre-production",
    collection: settings?.collection ?? null,
  };
}
