import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { contentDistributions, sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { freshDistribution, reportBegin } from "../easy-setup/begin-replication";
import { newestVersion } from "../easy-setup/versions";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { settlePackageState } from "./site-status";

/** Where a site is that an administrator can start again (reference/updates.md §14). */
export const RETRYABLE_SITE_STATES: ReadonlySet<UpdateStateName> = new Set([
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_WARNING",
  "PREREQ_ERROR",
  "INSTALL_FAILED",
  "INSTALL_CMU_FAILED",
]);

interface Restart {
  packageGuid: string;
  siteCode: string;
  from: UpdateStateName;
  prereqFlag: number;
  at: Date;
}

/**
 * Begins a new attempt at one site: with the check when its content is there, with the transfer of what is missing
 * otherwise. The sites beside it are not touched.
 */
export async function restartSite(tx: Database, restart: Restart): Promise<void> {
  const { packageGuid, siteCode, from, prereqFlag, at } = restart;
  const replicate = from === "CONTENT_REPLICATION_FAILED";
  const [row] = await tx
    .select({ siteInstallId: updatePackageSiteStatus.siteInstallId, parent: sites.parentSiteCode })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(isSite(restart))
    .for("update");
  if (!row) throw new Error(`${siteCode} has no part in ${packageGuid}`);
  const siteInstallId = row.siteInstallId + 1;
  await tx
    .update(updatePackageSiteStatus)
    .set({
      state: replicate ? UPDATE_STATE.CONTENT_REPLICATING : UPDATE_STATE.CONTENT_REPLICATION_SUCCESS,
      prereqFlag,
      siteInstallId,
      lastUpdateTime: at,
      startedAt: at,
      finishedAt: null,
      errorCode: null,
      errorParams: null,
    })
    .where(isSite(restart));
  if (replicate) {
    const isTopLevel = row.parent === null;
    await restartDistribution(tx, { packageGuid, siteCode, isTopLevel, at });
    await reportBegin(tx, { packageGuid, siteCode, siteInstallId, isTopLevel, at });
  }
  await settlePackageState(tx, packageGuid, at);
}

const isSite = ({ packageGuid, siteCode }: Pick<Restart, "packageGuid" | "siteCode">) =>
  and(eq(updatePackageSiteStatus.packageGuid, packageGuid), eq(updatePackageSiteStatus.siteCode, siteCode));

async function restartDistribution(
  tx: Database,
  {
    packageGuid,
    siteCode,
    isTopLevel,
    at,
  }: { packageGuid: string; siteCode: string; isTopLevel: boolean; at: Date },
): Promise<void> {
  const version = await newestVersion(tx, packageGuid);
  if (!version) return;
  const { packageId, version: number } = version;
  const fresh = freshDistribution(isTopLevel, at);
  await tx
    .insert(contentDistributions)
    .values({ packageId, version: number, siteCode, ...fresh, createdAt: at })
    .onConflictDoUpdate({
      target: [contentDistributions.packageId, contentDistributions.version, contentDistributions.siteCode],
      set: fresh,
    });
}

/** Gives a site that was added meanwhile its part: the content, and a first attempt. */
export async function includeSite(
  tx: Database,
  { packageGuid, siteCode, prereqFlag, at }: Omit<Restart, "from">,
): Promise<void> {
  await tx
    .insert(updatePackageSiteStatus)
    .values({
      packageGuid,
      siteCode,
      state: UPDATE_STATE.CONTENT_REPLICATING,
      prereqFlag,
      lastUpdateTime: at,
      startedAt: at,
    })
    .onConflictDoNothing();
  await restartDistribution(tx, { packageGuid, siteCode, isTopLevel: false, at });
  await reportBegin(tx, { packageGuid, siteCode, siteInstallId: 1, isTopLevel: false, at });
  await settlePackageState(tx, packageGuid, at);
}
