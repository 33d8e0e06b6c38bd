import { and, eq, type SQL } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import {
  updateDownloads,
  updateFeatures,
  updatePackageFiles,
  updatePackagePrereqStatus,
  updatePackageSiteStatus,
  updatePackageSteps,
} from "@/lib/db/schema";
import { cancelAlert } from "@/lib/status/alerts";
import { UPDATE_STATE } from "../state-machine";

const SERVICING_ALERTS = [
  "updates.prereq-failed",
  "updates.prereq-warning",
  "updates.servicing-failed",
  "updates.source-incomplete",
  "updates.restart-pending",
] as const;

/**
 * Takes every site out of the attempt it is at. The rows stay, so that the next attempt counts on: a site in the
 * middle of its check finds that nobody waits for it, and what it still reports is of the attempt that is over.
 */
export async function endAttempts(tx: Database, packageGuid: string, at: Date): Promise<void> {
  await endAttemptsOf(tx, eq(updatePackageSiteStatus.packageGuid, packageGuid), at);
}

/** Takes the sites of these rows out of the attempt they are at. */
export async function endAttemptsOf(tx: Database, rows: SQL | undefined, at: Date): Promise<void> {
  await tx
    .update(updatePackageSiteStatus)
    .set({ state: UPDATE_STATE.DOWNLOAD_SUCCESS, lastUpdateTime: at, errorCode: null, errorParams: null })
    .where(rows);
}

/** Forgets that the sites had to do with a package. */
export async function clearSiteStatus(tx: Database, packageGuid: string): Promise<void> {
  await tx.delete(updatePackageSiteStatus).where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
  await forgetFindings(tx, packageGuid);
}

/** Forgets the steps that the sites reported, and the results of their checks. */
export async function forgetFindings(tx: Database, packageGuid: string): Promise<void> {
  await tx.delete(updatePackageSteps).where(eq(updatePackageSteps.packageGuid, packageGuid));
  await tx.delete(updatePackagePrereqStatus).where(eq(updatePackagePrereqStatus.packageGuid, packageGuid));
}

/** The features that waited for an update that will not come now. */
export async function forgetFeatureRequests(tx: Database, packageGuid: string): Promise<void> {
  await tx
    .delete(updateFeatures)
    .where(and(eq(updateFeatures.waitsForPackageGuid, packageGuid), eq(updateFeatures.status, 0)));
  await publish(tx, { topic: "features", key: packageGuid });
}

/** What the alerts asked for has been done, or is not wanted any more. */
export async function cancelServicingAlerts(tx: Database, clock: Clock, packageGuid: string): Promise<void> {
  for (const code of SERVICING_ALERTS) await cancelAlert(tx, clock, code, packageGuid);
}

/**
 * Has SMS_DMP_DOWNLOADER remove the package's folder on its server, whichever machine that is: the download's row
 * is the wish, and nothing is downloaded until it is done.
 * @param afterwards whether the package may be downloaded anew by itself, or waits to be chosen
 */
export async function removePayload(
  tx: Database,
  { packageGuid, by, at }: { packageGuid: string; by: string; at: Date },
  afterwards: "download-again" | "rest",
): Promise<void> {
  const removal = {
    phase: "removing",
    desired: afterwards === "rest" ? "cancel" : "run",
    bytesDone: 0,
    bytesPerSecond: null,
    attempts: 0,
    nextAttemptAt: null,
    errorCode: null,
    errorParams: null,
    requestedBy: by,
    updatedAt: at,
  } as const;
  await tx
    .insert(updateDownloads)
    .values({ packageGuid, ...removal })
    .onConflictDoUpdate({ target: updateDownloads.packageGuid, set: removal });
  // From now on nobody may take the package for one whose files are here.
  await tx
    .update(updatePackageFiles)
    .set({ bytesDone: 0, verifiedAt: null })
    .where(eq(updatePackageFiles.packageGuid, packageGuid));
  await publish(tx, { topic: "updates", key: packageGuid });
}
