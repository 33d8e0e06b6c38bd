import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { contentDistributions, sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { STEP_STATE } from "../servicing/model";
import { reportStep, settlePackageState } from "../servicing/site-status";
import { UPDATE_STATE } from "../state-machine";
import type { EasySetupVersion } from "./versions";

const CAS = 4;
const PRIMARY = 2;

interface Site {
  siteCode: string;
  isTopLevel: boolean;
}

/**
 * The sites that get the Easy Setup package: the top-level site and its child primaries. Never a secondary site
 * (reference/updates.md §4.3).
 */
export async function sitesToUpdate(tx: Database): Promise<Site[]> {
  const rows = await tx
    .select({ siteCode: sites.siteCode, parent: sites.parentSiteCode })
    .from(sites)
    .where(or(eq(sites.type, PRIMARY), and(eq(sites.type, CAS), isNull(sites.parentSiteCode))))
    .orderBy(sites.siteCode);
  return rows.map(({ siteCode, parent }) => ({ siteCode, isTopLevel: parent === null }));
}

/** What a distribution starts from, whether it is new or tried again. */
export const freshDistribution = (isTopLevel: boolean, at: Date) => ({
  state: isTopLevel ? ("snapshot" as const) : ("pending" as const),
  jobId: null,
  sendRequestId: null,
  bytesPerSecond: null,
  attempts: 0,
  nextAttemptAt: null,
  errorCode: null,
  errorParams: null,
  updatedAt: at,
});

/**
 * Sends every site on its way with `version`: what is stored already is not sent again, what failed starts anew.
 * SMS_DISTRIBUTION_MANAGER of a site that has the content moves it on.
 */
export async function beginReplication(
  tx: Database,
  { version, prereqFlag, at }: { version: EasySetupVersion; prereqFlag: number; at: Date },
): Promise<void> {
  const { packageId, version: number, packageGuid } = version;
  for (const site of await sitesToUpdate(tx)) {
    const { siteCode, isTopLevel } = site;
    const fresh = freshDistribution(isTopLevel, at);
    await tx
      .insert(contentDistributions)
      .values({ packageId, version: number, siteCode, ...fresh, createdAt: at })
      .onConflictDoUpdate({
        target: [contentDistributions.packageId, contentDistributions.version, contentDistributions.siteCode],
        set: { ...fresh, createdAt: at },
        setWhere: inArray(contentDistributions.state, ["failed", "canceled"]),
      });
    await beginAtSite(tx, { packageGuid, site, prereqFlag, at });
  }
  await settlePackageState(tx, packageGuid, at);
  await publish(tx, { topic: "replication", key: packageGuid });
}

/** Opens a new attempt at a site: state CONTENT_REPLICATING from wherever the last one ended. */
async function beginAtSite(
  tx: Database,
  { packageGuid, site, prereqFlag, at }: { packageGuid: string; site: Site; prereqFlag: number; at: Date },
): Promise<void> {
  const { siteCode, isTopLevel } = site;
  const begun = {
    state: UPDATE_STATE.CONTENT_REPLICATING,
    prereqFlag,
    lastUpdateTime: at,
    startedAt: at,
    finishedAt: null,
    errorCode: null,
    errorParams: null,
  };
  const [status] = await tx
    .insert(updatePackageSiteStatus)
    .values({ packageGuid, siteCode, siteInstallId: 1, ...begun })
    .onConflictDoUpdate({
      target: [updatePackageSiteStatus.packageGuid, updatePackageSiteStatus.siteCode],
      set: { ...begun, siteInstallId: sql`${updatePackageSiteStatus.siteInstallId} + 1` },
    })
    .returning({ siteInstallId: updatePackageSiteStatus.siteInstallId });
  if (!status) throw new Error("no site status");
  await reportBegin(tx, { packageGuid, siteCode, siteInstallId: status.siteInstallId, isTopLevel, at });
}

/** The steps of the replication phase at the beginning of an attempt. */
export async function reportBegin(
  tx: Database,
  begin: { packageGuid: string; siteCode: string; siteInstallId: number; isTopLevel: boolean; at: Date },
): Promise<void> {
  const { isTopLevel, ...about } = begin;
  const report = { ...about, phase: "replication" as const };
  const { notStarted, success } = STEP_STATE;
  if (!isTopLevel) return reportStep(tx, { ...report, step: "replicate-content", isComplete: notStarted });
  await reportStep(tx, { ...report, step: "update-easy-setup-package", isComplete: success });
  await reportStep(tx, { ...report, step: "copy-to-content-library", isComplete: notStarted });
}
