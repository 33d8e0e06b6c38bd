import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isTransient } from "@/lib/executive/is-transient";
import { runPrerequisiteCheck } from "../prerequisites/run-prerequisite-check";
import { PREREQ_FLAG, STEP_STATE } from "../servicing/model";
import { moveOwn, readFinishedSteps, sayStep } from "./installation";
import { errorDetail } from "./installation-failure";
import type { SiteWork } from "./site-work";
import { stagePackage } from "./stage-package";

/**
 * Unpacks an update whose content has arrived, and checks the prerequisites at the site (reference/updates.md §4.3
 * rows 11 to 13). Begins anew after a kill: a check changes nothing, and what it ends with it ends with once.
 */
export async function checkSite(thread: ThreadContext, work: SiteWork): Promise<void> {
  const { log, serverFqdn } = thread;
  const about = { packageGuid: work.packageGuid };
  if (work.state === "CONTENT_REPLICATION_SUCCESS") {
    log.info("Content replication succeeded. Start extracting the package to run prereq check...", about);
  }
  if (!(await extract(thread, work))) return;
  if (work.state === "CONTENT_REPLICATION_SUCCESS") {
    await asOwner(thread, (tx) => moveOwn(tx, { thread, work }, work.state, "PREREQ_IN_PROGRESS"));
  }
  log.info(`Preparing prereq check for site server [${serverFqdn}]...`, about);
  log.info(`Running prereq checking against Server [${serverFqdn}] ...`, about);
  const { packageGuid, siteCode, siteInstallId } = work;
  const outcome = await runPrerequisiteCheck(thread, { packageGuid, siteCode, siteInstallId }, (tx, to) =>
    moveOwn(tx, { thread, work }, "PREREQ_IN_PROGRESS", to),
  );
  if ((work.prereqFlag & PREREQ_FLAG.prereqOnly) !== 0) {
    log.info("Update package will not install as it is marked for prereq check only.", about);
  } else if (outcome === "PREREQ_WARNING") sayWarning(thread, work);
}

function sayWarning({ log }: ThreadContext, { packageGuid, prereqFlag }: SiteWork): void {
  const about = { packageGuid };
  if ((prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0) {
    log.info("Continue configuration manager update as it is configured to ignore prereq warnings.", about);
  } else {
    log.warning("There are site server reporting WARNING in prereq check. Setup will not continue", about);
  }
}

/** @returns false when the content cannot be used; the check ends with an error then */
async function extract(thread: ThreadContext, work: SiteWork): Promise<boolean> {
  const step = "extract-update-package";
  // Looked at again after a kill, and said only once.
  const isKnown = (await readFinishedSteps(thread.db, work, "installation")).has(step);
  if (!isKnown) await sayStep({ thread, work }, { step, isComplete: STEP_STATE.inProgress });
  try {
    await stagePackage(thread, work.packageGuid);
    if (!isKnown) await sayStep({ thread, work }, { step, isComplete: STEP_STATE.success });
    return true;
  } catch (error) {
    if (thread.signal.aborted || isTransient(error)) throw error;
    const detail = errorDetail(error);
    thread.log.error(`ERROR: Failed to extract the update package: ${detail.code}`, {
      packageGuid: work.packageGuid,
    });
    await sayStep({ thread, work }, { step, isComplete: STEP_STATE.failure, detail });
    await asOwner(thread, async (tx) => {
      if (work.state === "CONTENT_REPLICATION_SUCCESS") {
        await moveOwn(tx, { thread, work }, work.state, "PREREQ_IN_PROGRESS");
      }
      await moveOwn(tx, { thread, work }, "PREREQ_IN_PROGRESS", "PREREQ_ERROR", detail);
    });
    return false;
  }
}
