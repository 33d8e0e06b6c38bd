import { Minute } from "@/lib/clock";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { compareCmVersions } from "../cm-version";
import { PREREQ_FLAG } from "../servicing/model";
import { SECONDARY_SITE } from "../servicing/site-facts";
import { UPDATE_STATE } from "../state-machine";
import { checkSite } from "./check-site";
import { isUnderWay, moveOwn } from "./installation";
import { finishSite } from "./post-installation";
import { receiveFromParent } from "./receive-from-parent";
import { runInstallation, settleRestart } from "./run-installation";
import { readWindowNow } from "./service-window";
import { type SiteWork, siteStateOf } from "./site-work";
import { stagePackage } from "./stage-package";
import type { Wait } from "./wait";

/**
 * Does what a package's state at the site asks for.
 * @returns when to look again if it waits for something; null when an event will tell
 */
export async function advanceOnSite(thread: ThreadContext, work: SiteWork): Promise<Wait | null> {
  const isSecondary = work.siteType === SECONDARY_SITE;
  switch (work.state) {
    case "CONTENT_REPLICATING":
      // The other sites' content is brought by SMS_DESPOOLER.
      return isSecondary ? receiveFromParent(thread, work) : null;
    case "CONTENT_REPLICATION_SUCCESS":
    case "PREREQ_IN_PROGRESS":
      await checkSite(thread, work);
      return null;
    case "PREREQ_SUCCESS":
    case "PREREQ_WARNING":
      // SMS_HIERARCHY_MANAGER decides over the other sites together; a secondary was asked for by itself.
      if (isSecondary && mayInstall(work)) {
        await asOwner(thread, (tx) => moveOwn(tx, { thread, work }, work.state, "INSTALL_WAITING_PARENT"));
      }
      return null;
    case "INSTALL_WAITING_PARENT":
      if (await isParentInstalled(thread, work)) return runInstallation(thread, work);
      return {
        ms: Minute.ms,
        says: `WARN: The current update package's state (${UPDATE_STATE[work.state]}) is not set to installed yet. Will retry in next cycle.`,
      };
    case "INSTALL_WAITING_SERVICE_WINDOW": {
      // Before anything else: what is staged is as long to be hashed as it is large.
      const window = await readWindowNow(thread, work);
      return window.kind === "closed" ? { ms: window.waitMs } : runInstallation(thread, work);
    }
    case "INSTALL_PENDING_REBOOT":
      await settleRestart(thread, work);
      return null;
    case "INSTALL_SUCCESS":
      return finishSite(thread, work, () => stagePackage(thread, work.packageGuid));
    default:
      return isUnderWay(work.state) ? runInstallation(thread, work) : null;
  }
}

const mayInstall = ({ state, prereqFlag }: SiteWork): boolean =>
  (prereqFlag & PREREQ_FLAG.prereqOnly) === 0 &&
  (state === "PREREQ_SUCCESS" || (prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0);

/** A child follows its parent (reference/updates.md §12); a parent that is newer has it or needs it no more. */
async function isParentInstalled({ db }: ThreadContext, work: SiteWork): Promise<boolean> {
  if (work.parentSiteCode === null || work.parentFullVersion === null) return true;
  const state = await siteStateOf(db, work.packageGuid, work.parentSiteCode);
  if (state === null) return compareCmVersions(work.parentFullVersion, work.fullVersion) >= 0;
  return state === "INSTALL_SUCCESS";
}
