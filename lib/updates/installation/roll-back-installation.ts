import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { ErrorDetail } from "../model";
import { logGuid } from "../state-messages";
import { FileSwitch, namesIn } from "./file-switch";
import { switchRoot } from "./folders";
import { isUnderWay } from "./installation";
import { recordFailed } from "./record-outcome";
import { readSiteControl, removeSiteControl, restoreSiteControl } from "./site-control";
import { startServices } from "./site-services";
import type { SiteWork } from "./site-work";

/**
 * Takes an installation back: old files, old settings and versions, services started; only then is the site said to
 * have failed. Every part may be done again, so a kill on the way is made good by the next look.
 * @returns null: the installation is over
 */
export async function rollBackInstallation(
  thread: ThreadContext,
  work: SiteWork,
  files: FileSwitch,
  reason: ErrorDetail,
): Promise<null> {
  await restoreOldVersion(thread, work.packageGuid, files);
  await recordFailed(thread, work, reason);
  await forget(thread, work.packageGuid, files);
  return null;
}

/** The row of an installation is gone or was begun anew while its files were being switched: it is taken back. */
export async function rollBackAbandoned(thread: ThreadContext, works: readonly SiteWork[]): Promise<void> {
  const wanted = new Set(
    works
      .filter(
        ({ state }) => isUnderWay(state) || state === "INSTALL_PENDING_REBOOT" || state === "INSTALL_SUCCESS",
      )
      .map(({ packageGuid }) => packageGuid),
  );
  for (const packageGuid of await namesIn(switchRoot(thread.installDir))) {
    const files = new FileSwitch(thread.installDir, packageGuid);
    if (packageGuid.includes(".")) await files.removeRemains();
    else if (!wanted.has(packageGuid)) {
      await restoreOldVersion(thread, packageGuid, files);
      await forget(thread, packageGuid, files);
    }
  }
}

async function restoreOldVersion(
  thread: ThreadContext,
  packageGuid: string,
  files: FileSwitch,
): Promise<void> {
  const about = { packageGuid };
  thread.log.warning(`WARNING: Restoring the version before update package ${logGuid(packageGuid)}`, about);
  await files.rollBack((target) => thread.log.info(`INFO: Restored ${target}`, about));
  const snapshot = await readSiteControl(thread.installDir, packageGuid);
  await asOwner(thread, (tx) => restoreSiteControl(tx, thread.siteCode, snapshot));
  await startServices(thread, packageGuid);
}

async function forget(thread: ThreadContext, packageGuid: string, files: FileSwitch): Promise<void> {
  await removeSiteControl(thread.installDir, packageGuid);
  await files.close();
}
