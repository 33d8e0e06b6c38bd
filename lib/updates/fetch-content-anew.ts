import { and, eq, exists, inArray, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  easySetupVersions,
  sites,
  updateDownloads,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { moveState } from "./move-state";
import { queueDownload } from "./queue-download";
import { removePayload } from "./servicing/withdraw-content";
import { UPDATE_STATE } from "./state-machine";

interface Fetching {
  at: Date;
  by: string;
  /** Nothing can be downloaded there: what is lacking waits to be carried. */
  isOffline: boolean;
}

/**
 * The role is on another server, whose EasySetupPayload has nothing of what was downloaded: what is under way begins
 * there with what it finds, and what was ready is downloaded once more, unless the top-level site's content library has
 * it. Call it in the transaction in which the role changes hands.
 * @returns names of the updates that were ready and are fetched anew
 */
export async function fetchContentAnew(tx: Database, fetching: Fetching): Promise<string[]> {
  await restartDownloads(tx, fetching);
  const stored = tx
    .select({ version: contentDistributions.version })
    .from(contentDistributions)
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .innerJoin(sites, and(eq(sites.siteCode, contentDistributions.siteCode), isNull(sites.parentSiteCode)))
    .where(
      and(
        eq(easySetupVersions.packageGuid, updatePackages.packageGuid),
        isNull(easySetupVersions.retiredAt),
        eq(contentDistributions.state, "stored"),
      ),
    );
  const ready = await tx
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      source: updatePackages.source,
      isStored: exists(stored).mapWith(Boolean),
    })
    .from(updatePackages)
    .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS))
    .orderBy(updatePackages.name);
  const lacking = ready.filter(({ isStored }) => !isStored);
  for (const { packageGuid, source } of lacking) {
    if (source === "catalogue" && !fetching.isOffline) await downloadOnceMore(tx, packageGuid, fetching);
    else await waitToBeBrought(tx, packageGuid, source, fetching);
  }
  return lacking.map(({ name }) => name);
}

async function downloadOnceMore(tx: Database, packageGuid: string, { at, by }: Fetching): Promise<void> {
  await moveState(tx, { packageGuid, from: "DOWNLOAD_SUCCESS", to: "DOWNLOAD_IN_PROGRESS", at });
  await forgetFiles(tx, [packageGuid]);
  await tx.update(updateDownloads).set({ bytesDone: 0 }).where(eq(updateDownloads.packageGuid, packageGuid));
  await queueDownload(tx, { packageGuid, at, by });
}

/** An imported hotfix has no source to be downloaded from: it is out of the list until it is imported again. */
async function waitToBeBrought(
  tx: Database,
  packageGuid: string,
  source: "catalogue" | "out-of-band",
  { at, by }: Fetching,
): Promise<void> {
  await removePayload(tx, { packageGuid, by, at }, source === "catalogue" ? "download-again" : "rest");
  await moveState(tx, { packageGuid, from: "DOWNLOAD_SUCCESS", to: "APPLICABILITY_CHECKING", at });
  await tx
    .update(updatePackages)
    .set({ applicabilityCheckedAt: null, ...(source === "out-of-band" && { withdrawnAt: at }) })
    .where(eq(updatePackages.packageGuid, packageGuid));
}

/** One that is paused stays it; how far each is, is known again when it goes on. */
async function restartDownloads(tx: Database, { at }: Fetching): Promise<void> {
  const open = await tx
    .update(updateDownloads)
    .set({ bytesDone: 0, bytesPerSecond: null, attempts: 0, nextAttemptAt: null, updatedAt: at })
    .where(
      inArray(updateDownloads.phase, ["queued", "downloading", "waiting", "verifying", "paused", "failed"]),
    )
    .returning({ packageGuid: updateDownloads.packageGuid, phase: updateDownloads.phase });
  const guids = open.map(({ packageGuid }) => packageGuid);
  await forgetFiles(tx, guids);
  await tx
    .update(updateDownloads)
    .set({ phase: "queued" })
    .where(
      and(
        inArray(updateDownloads.packageGuid, guids),
        inArray(updateDownloads.phase, ["downloading", "waiting", "verifying"]),
      ),
    );
}

async function forgetFiles(tx: Database, guids: readonly string[]): Promise<void> {
  await tx
    .update(updatePackageFiles)
    .set({ bytesDone: 0, verifiedAt: null })
    .where(inArray(updatePackageFiles.packageGuid, [...guids]));
}
