import { and, eq, gt, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { updatePackageSiteStatus, updatePackageSteps } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { ErrorDetail } from "../model";
import { type ServicingPhase, STEP_STATE, type StepState } from "../servicing/model";
import { moveSiteState, reportStep } from "../servicing/site-status";
import { SERVICING_STEPS } from "../servicing/steps";
import type { UpdateStateName } from "../state-machine";
import type { FileSwitch } from "./file-switch";
import type { SiteWork } from "./site-work";
import type { StagedPackage } from "./stage-package";
import type { FileCategory, MappedFile } from "./update-map";

/** One installation of a package at the thread's site, as its steps see it. */
export interface Installation {
  thread: ThreadContext;
  work: SiteWork;
  staged: StagedPackage;
  files: FileSwitch;
  /** Where the site is in the state machine; only `advanceTo` changes it. */
  state: UpdateStateName;
}

/** The row is no longer where this thread left it: somebody reset or removed the update. */
export class SupersededError extends Error {
  override name = "SupersededError";
}

/** The states of an installation in the order in which its steps pass through them (reference/updates.md §5, 5). */
const WAY: readonly UpdateStateName[] = [
  "INSTALL_IN_PROGRESS",
  "INSTALL_CMU_VALIDATING",
  "INSTALL_CMU_STOPPED",
  "INSTALL_CMU_INSTALLFILES",
  "INSTALL_CMU_STARTED",
  "INSTALL_CMU_SUCCESS",
  "INSTALL_WAITING_CMU",
  "INSTALL_UPGRADEDATABASE",
  "INSTALL_INSTALLFILES",
  "INSTALL_UPGRADESITECTRLIMAGE",
  "INSTALL_CONFIGURESERVICEBROKER",
  "INSTALL_INSTALLSYSTEM",
  "INSTALL_INSTALLBASESERVICES",
  "INSTALL_UPDATE_SITES",
  "INSTALL_CONSOLE",
  "INSTALL_UPDATEADMINCONSOLE",
  "INSTALL_SSB_ACTIVATION_ON",
];

/** Where a site stands on the way while it waits beside it. */
const STANDS_AT: Partial<Record<UpdateStateName, UpdateStateName>> = {
  INSTALL_WAITING_PARENT: "INSTALL_IN_PROGRESS",
  INSTALL_WAITING_SERVICE_WINDOW: "INSTALL_WAITING_CMU",
};

/** Whether a site in `state` is on its way through an installation, or waits beside it. */
export const isUnderWay = (state: UpdateStateName): boolean => WAY.includes(STANDS_AT[state] ?? state);

/**
 * Moves the site along to `to`, through every state between; nothing happens when it is there or further.
 * @throws SupersededError
 */
export async function advanceTo(job: Installation, to: UpdateStateName): Promise<void> {
  const from = WAY.indexOf(STANDS_AT[job.state] ?? job.state);
  const states = WAY.slice(from + 1, WAY.indexOf(to) + 1);
  for (const next of states) {
    // A transaction each: a second change of the row within one would ask for the site's row, which may be blocked.
    await asOwner(job.thread, (tx) => moveOwn(tx, job, job.state, next));
    job.state = next;
  }
}

/** @throws SupersededError */
export async function moveOwn(
  tx: Database,
  { thread, work }: Pick<Installation, "thread" | "work">,
  from: UpdateStateName,
  to: UpdateStateName,
  error?: ErrorDetail,
): Promise<void> {
  const { packageGuid, siteCode } = work;
  const at = thread.clock.now();
  if (!(await moveSiteState(tx, { packageGuid, siteCode, from, to, at, error }))) {
    throw new SupersededError(`${packageGuid} is no longer ${from} at ${siteCode}`);
  }
}

/** The row with its attempt must still be ours: a retry or a reset begins another. */
export async function requireOwnRow(tx: Database, { work }: Pick<Installation, "work">): Promise<void> {
  const [row] = await tx
    .select({ siteInstallId: updatePackageSiteStatus.siteInstallId })
    .from(updatePackageSiteStatus)
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, work.packageGuid),
        eq(updatePackageSiteStatus.siteCode, work.siteCode),
      ),
    );
  if (row?.siteInstallId !== work.siteInstallId)
    throw new SupersededError(`${work.packageGuid} was begun anew`);
}

export interface StepSaid {
  phase?: ServicingPhase;
  step: string;
  isComplete: StepState;
  detail?: ErrorDetail;
}

/** Says how far a step is: in the database, and with the line by which administrators follow cmupdate.log. */
export async function sayStep(
  { thread, work }: Pick<Installation, "thread" | "work">,
  { phase = "installation", step, isComplete, detail }: StepSaid,
  log = thread.log,
): Promise<void> {
  const { packageGuid, siteCode, siteInstallId } = work;
  const at = thread.clock.now();
  await asOwner(thread, async (tx) => {
    await requireOwnRow(tx, { work });
    await reportStep(tx, { packageGuid, siteCode, siteInstallId, phase, step, isComplete, detail, at });
  });
  const stageId = SERVICING_STEPS.find((known) => known.step === step)?.stageId ?? STAGE_BASE[phase];
  const over = isComplete > STEP_STATE.inProgress;
  const applicable = isComplete === STEP_STATE.notNeeded ? 0 : 1;
  log.info(
    `Successfully reported ConfigMgr update status (SiteCode=${siteCode}, SubStageID=${stageId}, IsComplete=${
      over && applicable === 0 ? STEP_STATE.success : isComplete
    }, Progress=${over ? 100 : 0}, Applicable=${applicable})`,
    { packageGuid },
  );
}

/** Of steps whose own number is not published (reference/updates.md §8). */
const STAGE_BASE = {
  replication: "0xb0000",
  prerequisites: "0xc0000",
  installation: "0xd0000",
  "post-installation": "0xe0000",
} as const satisfies Record<ServicingPhase, string>;

/** Steps of this attempt that are over and did not fail, with what they ended with. */
export async function readFinishedSteps(
  db: Database,
  { packageGuid, siteCode, siteInstallId }: SiteWork,
  phase: ServicingPhase,
): Promise<Map<string, { isComplete: StepState; startedAt: Date | null }>> {
  const rows = await db
    .select({
      step: updatePackageSteps.step,
      isComplete: updatePackageSteps.isComplete,
      startedAt: updatePackageSteps.startedAt,
    })
    .from(updatePackageSteps)
    .where(
      and(
        eq(updatePackageSteps.packageGuid, packageGuid),
        eq(updatePackageSteps.siteCode, siteCode),
        eq(updatePackageSteps.siteInstallId, siteInstallId),
        eq(updatePackageSteps.phase, phase),
        gt(updatePackageSteps.isComplete, STEP_STATE.inProgress),
        ne(updatePackageSteps.isComplete, STEP_STATE.failure),
      ),
    );
  return new Map(
    rows.map(({ step, isComplete, startedAt }) => [step, { isComplete: isComplete as StepState, startedAt }]),
  );
}

/** What the package brings of one category. */
export const filesOf = ({ staged }: Pick<Installation, "staged">, category: FileCategory): MappedFile[] =>
  staged.maps.update.files.filter((file) => file.category === category);

/** Everything the package carries, as it belongs into the installation source. */
export const cdLatestFiles = ({ staged }: Pick<Installation, "staged">): MappedFile[] =>
  staged.files.map(({ path, bytes, sha256 }) => ({
    source: path,
    target: `cd.latest/${path}`,
    bytes,
    sha256,
    category: "redist",
  }));
