import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { contentDistributions, sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { publishReplication } from "@/lib/replication/distribution";
import { retryFailedSites } from "@/lib/replication/retry-failed-sites";
import { freshDistribution, reportBegin } from "../easy-setup/begin-replication";
import { newestVersion } from "../easy-setup/versions";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { lockPackage, SECONDARY_SITE } from "./site-facts";
import { settlePackageState } from "./site-status";

const { CONTENT_REPLICATING, CONTENT_REPLICATION_SUCCESS } = UPDATE_STATE;

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
 * otherwise. A secondary site looks at its content first, which nobody else does. The sites beside it are not touched.
 */
export async function restartSite(tx: Database, restart: Restart): Promise<void> {
  const { packageGuid, siteCode, from, prereqFlag, at } = restart;
  await lockPackage(tx, packageGuid);
  if (from === "CONTENT_REPLICATION_FAILED") {
    await retryFailedSites(tx, { packageGuid, siteCode, at });
    await tx.update(updatePackageSiteStatus).set({ prereqFlag }).where(isSite(restart));
    return;
  }
  const [site] = await tx.select({ type: sites.type }).from(sites).where(eq(sites.siteCode, siteCode));
  await tx
    .update(updatePackageSiteStatus)
    .set({
      state: site?.type === SECONDARY_SITE ? CONTENT_REPLICATING : CONTENT_REPLICATION_SUCCESS,
      prereqFlag,
      siteInstallId: sql`${updatePackageSiteStatus.siteInstallId} + 1`,
      lastUpdateTime: at,
      startedAt: at,
      finishedAt: null,
      errorCode: null,
      errorParams: null,
    })
    .where(and(isSite(restart), eq(updatePackageSiteStatus.state, UPDATE_STATE[from])));
  await settlePackageState(tx, packageGuid, at);
}

const isSite = ({ packageGuid, siteCode }: Pick<Restart, "packageGuid" | "siteCode">) =>
  and(eq(updatePackageSiteStatus.packageGuid, packageGuid), eq(updatePackageSiteStatus.siteCode, siteCode));

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
      state: CONTENT_REPLICATING,
      prereqFlag,
      lastUpdateTime: at,
      startedAt: at,
    })
    .onConflictDoNothing();
  const version = await newestVersion(tx, packageGuid);
  if (!version) throw new Error(`${packageGuid} has no content to include ${siteCode}`);
  await tx
    .insert(contentDistributions)
    .values({
      packageId: version.packageId,
      version: version.version,
      siteCode,
      ...freshDistribution(false, at),
      createdAt: at,
    })
    .onConflictDoNothing();
  await reportBegin(tx, { packageGuid, siteCode, siteInstallId: 1, isTopLevel: false, at });
  await publishReplication(tx, packageGuid);
  await settlePackageState(tx, packageGuid, at);
}
