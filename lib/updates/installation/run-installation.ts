import { and, eq } from "drizzle-orm";
import { updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isTransient } from "@/lib/executive/is-transient";
import { STEP_STATE } from "../servicing/model";
import { SERVICING_STEPS } from "../servicing/steps";
import { logGuid } from "../state-messages";
import { FileSwitch } from "./file-switch";
import { wantsStep } from "./install-map";
import { INSTALL_STEPS, type InstallStep, type StepOutcome } from "./install-steps";
import {
  advanceTo,
  type Installation,
  moveOwn,
  readFinishedSteps,
  SupersededError,
  sayStep,
} from "./installation";
import { errorDetail } from "./installation-failure";
import { recordInstalled, recordSiteStatus, SITE_STATUS } from "./record-outcome";
import { isRestartPending, markRestartPending } from "./restart-marker";
import { rollBackInstallation } from "./roll-back-installation";
import type { SiteWork } from "./site-work";
import { stagePackage } from "./stage-package";
import type { Wait } from "./wait";

const steps = new Map<string, InstallStep>(Object.entries(INSTALL_STEPS));
const NAMES = SERVICING_STEPS.filter(({ phase }) => phase === "installation").map(({ step }) => step);

/**
 * Installs a package at the thread's site, or goes on where a kill or a wait interrupted it: step after step, each
 * one's result in the database before the next begins. What fails rolls the site back to the old version.
 * @returns when to look again if it has to wait; null when it is over
 * @throws what a restart of the thread may cure, e.g. a database that is away; nothing is rolled back then
 */
export async function runInstallation(thread: ThreadContext, work: SiteWork): Promise<Wait | null> {
  const files = new FileSwitch(thread.installDir, work.packageGuid);
  let current = NAMES[0] ?? "";
  try {
    const reason = await files.rollbackReason();
    if (reason) return await rollBackInstallation(thread, work, files, reason);
    await recordStart(thread, work);
    await recordSiteStatus(thread, work, SITE_STATUS.upgrading);
    const job: Installation = {
      thread,
      work,
      files,
      staged: await stagePackage(thread, work.packageGuid),
      state: work.state,
    };
    const finished = await readFinishedSteps(thread.db, work, "installation");
    for (const step of NAMES) {
      thread.signal.throwIfAborted();
      current = step;
      if (finished.has(step) && !(steps.get(step)?.holdsUntilStart && !finished.has("start-services")))
        continue;
      const outcome = await runStep(job, step);
      if (outcome.kind === "waiting") return outcome.wait;
    }
    await finish(job);
    return null;
  } catch (error) {
    if (thread.signal.aborted || error instanceof SupersededError || isTransient(error)) throw error;
    const detail = errorDetail(error);
    // A thread that was cut off may fail because another executive installs here now; that one must not turn back.
    await asOwner(thread, async () => {});
    await files.beginRollBack(detail);
    await sayStep({ thread, work }, { step: current, isComplete: STEP_STATE.failure, detail });
    return rollBackInstallation(thread, work, files, detail);
  }
}

async function runStep(job: Installation, name: string): Promise<StepOutcome> {
  const step = steps.get(name);
  if (!step) throw new Error(`step ${name} is listed but not made`);
  if (step.enters) await advanceTo(job, step.enters);
  await sayStep(job, { step: name, isComplete: STEP_STATE.inProgress });
  const outcome: StepOutcome = wantsStep(job.staged.maps.install, name)
    ? await step.run(job)
    : { kind: "not-needed", detail: { code: "not-in-install-map", params: {} } };
  const isComplete = {
    done: STEP_STATE.success,
    "not-needed": STEP_STATE.notNeeded,
    waiting: STEP_STATE.inProgress,
  }[outcome.kind];
  const detail = outcome.kind === "done" ? undefined : outcome.detail;
  await sayStep(job, { step: name, isComplete, detail });
  return outcome;
}

async function finish(job: Installation): Promise<void> {
  const { thread, work, staged } = job;
  const about = { packageGuid: work.packageGuid };
  await advanceTo(job, "INSTALL_SSB_ACTIVATION_ON");
  if (staged.maps.install.restartRequired) {
    await markRestartPending(thread.installDir, work.packageGuid);
    await asOwner(thread, (tx) => moveOwn(tx, job, job.state, "INSTALL_PENDING_REBOOT"));
    thread.log.warning(
      `WARNING: Update package ${logGuid(work.packageGuid)} is installed and needs a restart of ${thread.serverFqdn}.`,
      about,
    );
    return;
  }
  await recordInstalled(thread, work, job.state);
}

/** An installed update that waits for a restart of the computer is done when that has happened. */
export async function settleRestart(thread: ThreadContext, work: SiteWork): Promise<void> {
  if (await isRestartPending(thread.installDir)) return;
  await recordInstalled(thread, work, "INSTALL_PENDING_REBOOT");
}

/** Says since when the installation runs, once. */
async function recordStart(thread: ThreadContext, work: SiteWork): Promise<void> {
  if (work.startedAt) return;
  const at = thread.clock.now();
  await asOwner(thread, (tx) =>
    tx
      .update(updatePackageSiteStatus)
      .set({ startedAt: at })
      .where(
        and(
          eq(updatePackageSiteStatus.packageGuid, work.packageGuid),
          eq(updatePackageSiteStatus.siteCode, work.siteCode),
        ),
      ),
  );
}
