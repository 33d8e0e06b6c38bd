import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  easySetupVersions,
  sites,
  updatePackageSiteStatus,
  updatePackageSteps,
} from "@/lib/db/schema";
import type { ServicingProgress } from "./model";
import { SERVICING_STEPS } from "./servicing/steps";
import { UPDATE_STATE } from "./state-machine";

const SECONDARY = 1;
const OVER = 2;
const INSTALLATION_STEPS = SERVICING_STEPS.filter((step) => step.phase === "installation").length;
const FAILED = [
  UPDATE_STATE.CONTENT_REPLICATION_FAILED,
  UPDATE_STATE.PREREQ_ERROR,
  UPDATE_STATE.INSTALL_FAILED,
  UPDATE_STATE.INSTALL_CMU_FAILED,
];

/**
 * How far each package is over the top-level site and its child primaries, in three questions however many
 * packages and sites there are. Secondary sites follow by hand and do not count (reference/updates.md §12).
 */
export async function readServicingProgress(db: Database): Promise<Map<string, ServicingProgress>> {
  const { packageGuid, siteCode, siteInstallId, state } = updatePackageSiteStatus;
  const counts = await db
    .select({
      packageGuid,
      sites: sql<number>`count(*)::int`,
      installed: sql<number>`count(*) filter (where ${state} = ${UPDATE_STATE.INSTALL_SUCCESS})::int`,
      failed: sql<number>`count(*) filter (where ${inArray(state, FAILED)})::int`,
      warned: sql<number>`count(*) filter (where ${state} = ${UPDATE_STATE.PREREQ_WARNING})::int`,
    })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, siteCode))
    .where(ne(sites.type, SECONDARY))
    .groupBy(packageGuid);
  const steps = await db
    .select({ packageGuid, done: sql<number>`count(*)::int` })
    .from(updatePackageSteps)
    .innerJoin(
      updatePackageSiteStatus,
      and(
        eq(updatePackageSteps.packageGuid, packageGuid),
        eq(updatePackageSteps.siteCode, siteCode),
        eq(updatePackageSteps.siteInstallId, siteInstallId),
      ),
    )
    .innerJoin(sites, eq(sites.siteCode, siteCode))
    .where(
      and(
        eq(updatePackageSteps.phase, "installation"),
        sql`${updatePackageSteps.isComplete} >= ${OVER}`,
        ne(state, UPDATE_STATE.INSTALL_SUCCESS),
        ne(sites.type, SECONDARY),
      ),
    )
    .groupBy(packageGuid);
  const transfers = await readTransfers(db);
  const doneSteps = new Map(steps.map((row) => [row.packageGuid, row.done]));
  return new Map(
    counts.map(({ packageGuid: guid, ...count }) => [
      guid,
      {
        ...count,
        ...(transfers.get(guid) ?? { bytesDone: 0, bytesTotal: 0, bytesPerSecond: null }),
        installedFraction:
          (count.installed + (doneSteps.get(guid) ?? 0) / INSTALLATION_STEPS) / Math.max(1, count.sites),
      },
    ]),
  );
}

/** What is on its way to the sites, of the newest version of the content only. */
async function readTransfers(db: Database) {
  const newest = db
    .select({
      packageGuid: easySetupVersions.packageGuid,
      packageId: easySetupVersions.packageId,
      version: sql<number>`max(${easySetupVersions.version})`.as("newest_version"),
    })
    .from(easySetupVersions)
    .groupBy(easySetupVersions.packageGuid, easySetupVersions.packageId)
    .as("newest");
  const rows = await db
    .select({
      packageGuid: newest.packageGuid,
      bytesDone: sql<number>`sum(${contentDistributions.bytesDone})::float8`,
      bytesTotal: sql<number>`sum(${contentDistributions.bytesTotal})::float8`,
      bytesPerSecond: sql<number | null>`sum(${contentDistributions.bytesPerSecond})::float8`,
    })
    .from(newest)
    .innerJoin(
      contentDistributions,
      and(
        eq(contentDistributions.packageId, newest.packageId),
        eq(contentDistributions.version, newest.version),
      ),
    )
    .where(ne(contentDistributions.state, "canceled"))
    .groupBy(newest.packageGuid);
  return new Map(rows.map(({ packageGuid, ...transfer }) => [packageGuid, transfer]));
}
