import { and, eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { componentThreads, sites, updatePackageSteps } from "@/lib/db/schema";
import type { ComponentName, ThreadContext } from "@/lib/executive/component-thread";
import { isTransient } from "@/lib/executive/is-transient";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import type { ErrorDetail } from "../model";
import { STEP_STATE, type StepState } from "../servicing/model";
import { readLatestRun } from "../servicing/run";
import { SECONDARY_SITE } from "../servicing/site-facts";
import { SERVICING_STEPS, type StepPlace } from "../servicing/steps";
import { FileSwitch } from "./file-switch";
import { filesOf, type Installation, readFinishedSteps, sayStep } from "./installation";
import { errorDetail } from "./installation-failure";
import { readSiteControl, removeSiteControl } from "./site-control";
import type { SiteWork } from "./site-work";
import type { StagedPackage } from "./stage-package";
import type { Wait } from "./wait";

interface PostJob {
  thread: ThreadContext;
  work: SiteWork;
  /** When this attempt stopped the services, or began. */
  since: Date;
  /** Null once the package is unpacked no more: every file is in place then. */
  staged(): Promise<StagedPackage>;
}

interface PostOutcome {
  isComplete: StepState;
  detail?: ErrorDetail;
}

const NOT_HERE: PostOutcome = {
  isComplete: STEP_STATE.notNeeded,
  detail: { code: "not-on-this-platform", params: {} },
};
const SUCCESS: PostOutcome = { isComplete: STEP_STATE.success };

/**
 * What this site verifies after an installation (reference/updates.md §8). The steps that wait for all sites, the
 * client packages and the features, are SMS_HIERARCHY_MANAGER's.
 */
const POST_STEPS: Record<string, (job: PostJob) => Promise<PostOutcome>> = {
  "install-sms-executive": (job) => startedSince(job, "SMS_EXECUTIVE"),
  "install-database-notification-monitor": async () => NOT_HERE,
  "install-hierarchy-manager": hierarchyManagerStarted,
  "install-replication-configuration-monitor": async () => NOT_HERE,
  "install-policy-provider": async () => NOT_HERE,
  "monitor-replication-initialization": replicationInitialized,
  "update-client-folder": updateClientFolder,
};

const PLACES: Record<StepPlace, (work: SiteWork) => boolean> = {
  "every-site": () => true,
  "top-level-site": ({ parentSiteCode }) => parentSiteCode === null,
  "child-sites": ({ parentSiteCode }) => parentSiteCode !== null,
  "primary-sites": ({ siteType }) => siteType === 2,
};

const STEPS = SERVICING_STEPS.filter(
  ({ phase, step }) => phase === "post-installation" && step in POST_STEPS,
);

/**
 * Goes through the steps that follow an installation; those that cannot be said to be done stay, and are looked at
 * again. Afterwards nothing of the old version is kept any more.
 * @returns when to look again; null when all are over
 */
export async function finishSite(
  thread: ThreadContext,
  work: SiteWork,
  stage: () => Promise<StagedPackage>,
): Promise<Wait | null> {
  // Kept until all is done: without it this installation was finished, or is not of this engine.
  if (!(await readSiteControl(thread.installDir, work.packageGuid))) return null;
  const finished = await readFinishedSteps(thread.db, work, "post-installation");
  const open = STEPS.filter(({ step, place }) => {
    if (!PLACES[place](work)) return false;
    const known = finished.get(step);
    // A warning says what is not yet so.
    return !known || known.isComplete === STEP_STATE.warning;
  });
  const job: PostJob = { thread, work, since: await servicesStoppedAt(thread, work), staged: stage };
  const log = thread.logTo(COMPONENT_LOG_FILES.SMS_HIERARCHY_MANAGER);
  let left = 0;
  for (const { step } of open) {
    thread.signal.throwIfAborted();
    const outcome = await tryStep(job, step);
    if (outcome.isComplete !== finished.get(step)?.isComplete) {
      await sayStep(job, { phase: "post-installation", step, ...outcome }, log);
    }
    if (outcome.isComplete !== STEP_STATE.success && outcome.isComplete !== STEP_STATE.notNeeded) left += 1;
  }
  if (left > 0) return { ms: Minute.ms };
  await new FileSwitch(thread.installDir, work.packageGuid).close();
  await removeSiteControl(thread.installDir, work.packageGuid);
  return null;
}

/** The update is installed already: what fails here is shown, and tried again. */
async function tryStep(job: PostJob, step: string): Promise<PostOutcome> {
  try {
    return (await POST_STEPS[step]?.(job)) ?? NOT_HERE;
  } catch (error) {
    if (job.thread.signal.aborted || isTransient(error)) throw error;
    const detail = errorDetail(error);
    job.thread.log.error(`ERROR: ${step}: ${detail.code}`, { packageGuid: job.work.packageGuid });
    return { isComplete: STEP_STATE.failure, detail };
  }
}

async function servicesStoppedAt({ db }: ThreadContext, work: SiteWork): Promise<Date> {
  const [row] = await db
    .select({ startedAt: updatePackageSteps.startedAt })
    .from(updatePackageSteps)
    .where(
      and(
        eq(updatePackageSteps.packageGuid, work.packageGuid),
        eq(updatePackageSteps.siteCode, work.siteCode),
        eq(updatePackageSteps.siteInstallId, work.siteInstallId),
        eq(updatePackageSteps.step, "stop-services"),
      ),
    );
  return row?.startedAt ?? work.startedAt ?? new Date(0);
}

/** Runs on this server, and was started after the installation had stopped it. */
async function startedSince({ thread, since }: PostJob, component: ComponentName): Promise<PostOutcome> {
  const [row] = await thread.db
    .select({ state: componentThreads.state, startedAt: componentThreads.startedAt })
    .from(componentThreads)
    .where(and(eq(componentThreads.serverId, thread.serverId), eq(componentThreads.component, component)));
  if (row?.state === "running" && row.startedAt && row.startedAt >= since) return SUCCESS;
  return {
    isComplete: STEP_STATE.inProgress,
    detail: { code: "component-not-started", params: { component, server: thread.serverFqdn } },
  };
}

async function hierarchyManagerStarted(job: PostJob): Promise<PostOutcome> {
  // Elsewhere it does not run (reference/updates.md §8: reinstalled where it is).
  if (job.work.parentSiteCode !== null) {
    return { isComplete: STEP_STATE.notNeeded, detail: { code: "component-not-here", params: {} } };
  }
  return startedSince(job, "SMS_HIERARCHY_MANAGER");
}

/** Done when the database has the parent's version and messages flow again (reference/updates.md §8). */
async function replicationInitialized({ thread, work }: PostJob): Promise<PostOutcome> {
  if (work.siteType === SECONDARY_SITE) return NOT_HERE;
  const rows = await thread.db
    .select({
      siteCode: sites.siteCode,
      databaseVersion: sites.databaseVersion,
      messagingEnabled: sites.messagingEnabled,
    })
    .from(sites);
  const own = rows.find(({ siteCode }) => siteCode === work.siteCode);
  const parent = rows.find(({ siteCode }) => siteCode === work.parentSiteCode);
  const same = own?.databaseVersion != null && own.databaseVersion === parent?.databaseVersion;
  if (same && own.messagingEnabled && parent?.messagingEnabled) return SUCCESS;
  return {
    isComplete: STEP_STATE.warning,
    detail: { code: "link-being-configured", params: { parent: work.parentSiteCode ?? "" } },
  };
}

async function updateClientFolder(job: PostJob): Promise<PostOutcome> {
  const { thread, work } = job;
  const run = await readLatestRun(thread.db, work.packageGuid);
  if (run?.clientOption === "pre-production") {
    return { isComplete: STEP_STATE.notNeeded, detail: { code: "pre-production-chosen", params: {} } };
  }
  const staged = await job.staged();
  const files = filesOf({ staged } as Pick<Installation, "staged">, "client");
  if (files.length === 0) {
    return {
      isComplete: STEP_STATE.notNeeded,
      detail: { code: "not-in-package", params: { category: "client" } },
    };
  }
  const about = { packageGuid: work.packageGuid };
  const fileSwitch = new FileSwitch(thread.installDir, work.packageGuid);
  await fileSwitch.prepare(staged.folder, files, thread.signal);
  await fileSwitch.switchOver("client", files, thread.signal, ({ target, sha256 }) =>
    thread.log.info(`INFO: Installed ${target}, SHA-256 ${sha256}`, about),
  );
  return SUCCESS;
}
