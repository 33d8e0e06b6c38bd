import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { freshDistribution, reportBegin } from "../updates/easy-setup/begin-replication";
import { newestVersion } from "../updates/easy-setup/versions";
import { moveSiteState } from "../updates/servicing/site-status";
import { UPDATE_STATE } from "../updates/state-machine";
import { changeDistribution, publishReplication } from "./distribution";

/**
 * Starts the replication anew at the sites where it failed: CONTENT_REPLICATION_FAILED to CONTENT_REPLICATING, a new
 * attempt of its own; what has arrived before is not sent again (reference/updates.md §14).
 * Call it in the transaction of the command that was asked for it.
 * @param siteCode only this site
 * @returns the sites that are tried again
 */
export async function retryFailedSites(
  tx: Database,
  { packageGuid, siteCode, at }: { packageGuid: string; siteCode?: string; at: Date },
): Promise<string[]> {
  const version = await newestVersion(tx, packageGuid);
  if (!version) return [];
  const failed = await tx
    .select({
      siteCode: updatePackageSiteStatus.siteCode,
      siteInstallId: updatePackageSiteStatus.siteInstallId,
      parent: sites.parentSiteCode,
    })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.state, UPDATE_STATE.CONTENT_REPLICATION_FAILED),
        siteCode ? eq(updatePackageSiteStatus.siteCode, siteCode) : undefined,
      ),
    )
    .orderBy(updatePackageSiteStatus.siteCode);
  for (const site of failed) {
    const isTopLevel = site.parent === null;
    const siteInstallId = site.siteInstallId + 1;
    const [from, to] = ["CONTENT_REPLICATION_FAILED", "CONTENT_REPLICATING"] as const;
    await tx
      .update(updatePackageSiteStatus)
      .set({ siteInstallId, startedAt: at, finishedAt: null })
      .where(
        and(
          eq(updatePackageSiteStatus.packageGuid, packageGuid),
          eq(updatePackageSiteStatus.siteCode, site.siteCode),
        ),
      );
    await moveSiteState(tx, { packageGuid, siteCode: site.siteCode, from, to, at });
    await changeDistribution(
      tx,
      { ...version, siteCode: site.siteCode },
      ["failed", "canceled"],
      freshDistribution(isTopLevel, at),
    );
    await reportBegin(tx, { packageGuid, siteCode: site.siteCode, siteInstallId, isTopLevel, at });
  }
  if (failed.length > 0) await publishReplication(tx, packageGuid);
  return failed.map((site) => site.siteCode);
}
