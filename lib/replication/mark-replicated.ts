import { and, eq, sql } from "drizzle-orm";
import { contentDistributions, easySetupVersions, updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { STEP_STATE } from "../updates/servicing/model";
import { moveSiteState, reportStep } from "../updates/servicing/site-status";
import { UPDATE_STATE } from "../updates/state-machine";
import { parentSiteOf } from "./parent-site";

/**
 * Moves every package on whose newest wanted version is stored at this thread's site, and which still counts as
 * replicating there (reference/updates.md §4.2 step 10).
 */
export async function markReplicated(thread: ThreadContext): Promise<void> {
  const { db, siteCode } = thread;
  const arrived = await db
    .select({
      packageGuid: easySetupVersions.packageGuid,
      packageId: easySetupVersions.packageId,
      siteInstallId: updatePackageSiteStatus.siteInstallId,
    })
    .from(contentDistributions)
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .innerJoin(
      updatePackageSiteStatus,
      and(
        eq(updatePackageSiteStatus.packageGuid, easySetupVersions.packageGuid),
        eq(updatePackageSiteStatus.siteCode, contentDistributions.siteCode),
      ),
    )
    .where(
      and(
        eq(contentDistributions.siteCode, siteCode),
        eq(contentDistributions.state, "stored"),
        eq(updatePackageSiteStatus.state, UPDATE_STATE.CONTENT_REPLICATING),
        sql`not exists (select 1 from easy_setup_versions newer
          where newer.package_guid = ${easySetupVersions.packageGuid} and newer.retired_at is null
            and newer.version > ${easySetupVersions.version})`,
      ),
    );
  for (const { packageGuid, packageId, siteInstallId } of arrived) {
    const at = thread.clock.now();
    const isTopLevel = (await parentSiteOf(thread)) === null;
    const moved = await asOwner(thread, async (tx) => {
      const [from, to] = ["CONTENT_REPLICATING", "CONTENT_REPLICATION_SUCCESS"] as const;
      if (!(await moveSiteState(tx, { packageGuid, siteCode, from, to, at }))) return false;
      const step = isTopLevel ? "copy-to-content-library" : "replicate-content";
      const success = { phase: "replication", isComplete: STEP_STATE.success } as const;
      await reportStep(tx, { packageGuid, siteCode, siteInstallId, step, ...success, at });
      return true;
    });
    if (moved) logProcessed(thread, packageGuid, packageId);
  }
}

/** The lines of reference/updates.md §4.2 step 10. */
function logProcessed({ log, threadId }: ThreadContext, packageGuid: string, packageId: string): void {
  const about = { packageGuid };
  log.info(`Found package properties updated notification for package '${packageId}'`, about);
  log.info(`Adding package '${packageId}' to package processing queue.`, about);
  log.info(
    `Started package processing thread for package '${packageId}', thread ID = 0x${threadId.toString(16).toUpperCase()} (${threadId})`,
    about,
  );
  log.info(`Start adding package ${packageId}...`, about);
  log.info(`Successfully created/updated the package ${packageId}`, about);
}
