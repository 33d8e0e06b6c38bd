import { Hour, Second } from "@/lib/clock";
import type { CodedError } from "@/lib/coded-error";
import type { Database } from "@/lib/db/connection";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { backOffMs, MAX_FRUITLESS_ATTEMPTS } from "../updates/download/back-off";
import { STEP_STATE } from "../updates/servicing/model";
import { moveSiteState, reportStep } from "../updates/servicing/site-status";
import {
  changeDistribution,
  contentValidationHours,
  type Distribution,
  type DistributionState,
  publishReplication,
  siteInstallIdOf,
} from "./distribution";
import { describeCodedError } from "./failure";

/** Where an attempt at one site is made, and how its steps are called. */
export interface AttemptPlace {
  step: "copy-to-content-library" | "replicate-content";
  /** States in which the attempt still is wanted. */
  working: readonly DistributionState[];
  /** State from which the next attempt begins. */
  waiting: DistributionState;
}

/** One alert per package and site. */
export const alertObject = ({
  packageGuid,
  siteCode,
}: Pick<Distribution, "packageGuid" | "siteCode">): string => `${packageGuid}/${siteCode}`;

/**
 * The content is stored and verified at a site.
 * @returns false when nobody wants it any more
 */
export async function recordStored(
  thread: ThreadContext,
  row: Distribution,
  place: AttemptPlace,
  inTransaction: (tx: Database) => Promise<void> = async () => {},
): Promise<boolean> {
  const { packageGuid, siteCode } = row;
  const at = thread.clock.now();
  return asOwner(thread, async (tx) => {
    const hours = await contentValidationHours(tx);
    const stored = await changeDistribution(tx, row, place.working, {
      state: "stored",
      bytesDone: row.bytesTotal,
      bytesTotal: row.bytesTotal,
      bytesPerSecond: null,
      attempts: 0,
      nextAttemptAt: null,
      errorCode: null,
      errorParams: null,
      storedAt: at,
      validatedAt: at,
      nextValidationAt: new Date(at.getTime() + hours * Hour.ms),
      damagedPieces: 0,
      updatedAt: at,
    });
    if (!stored) return false;
    await inTransaction(tx);
    const siteInstallId = await siteInstallIdOf(tx, packageGuid, siteCode);
    const { step } = place;
    await reportStep(tx, {
      packageGuid,
      siteCode,
      siteInstallId,
      phase: "replication",
      step,
      isComplete: STEP_STATE.success,
      at,
    });
    await cancelAlert(tx, thread.clock, "replication.failed", alertObject(row));
    await publishReplication(tx, packageGuid);
    return true;
  });
}

/** Records why an attempt failed, and either when the next one is or that there is none. */
export async function recordFailure(
  thread: ThreadContext,
  row: Distribution,
  place: AttemptPlace,
  failure: { error: CodedError<string>; progressed: boolean },
): Promise<void> {
  const { error, progressed } = failure;
  const { packageGuid } = row;
  const attempts = progressed ? 1 : row.attempts + 1;
  const last = attempts >= MAX_FRUITLESS_ATTEMPTS;
  const at = thread.clock.now();
  const delayMs = backOffMs(attempts, askedMs(error), Math.random);
  const isWanted = await asOwner(thread, async (tx) => {
    const changed = await changeDistribution(tx, row, place.working, {
      state: last ? "failed" : place.waiting,
      bytesPerSecond: null,
      attempts,
      nextAttemptAt: last ? null : new Date(at.getTime() + delayMs),
      errorCode: error.code,
      errorParams: error.params,
      updatedAt: at,
    });
    if (!changed) return false;
    if (last) await giveUp(thread, tx, row, place, error);
    await publishReplication(tx, packageGuid);
    return true;
  });
  // A transfer that was taken back is refused by its source: no failure to speak of.
  if (!isWanted) return;
  const line = `content of package ${row.packageId}, version ${row.version}: ${describeCodedError(error)}`;
  if (last) thread.log.error(`ERROR: Gave up on the ${line}`, { packageGuid });
  else thread.log.warning(`WARNING: Failed to get the ${line}`, { packageGuid });
}

async function giveUp(
  thread: ThreadContext,
  tx: Database,
  row: Distribution,
  place: AttemptPlace,
  error: CodedError<string>,
): Promise<void> {
  const { packageGuid, siteCode, name } = row;
  const at = thread.clock.now();
  const detail = { code: error.code, params: error.params };
  const [from, to] = ["CONTENT_REPLICATING", "CONTENT_REPLICATION_FAILED"] as const;
  const siteInstallId = await siteInstallIdOf(tx, packageGuid, siteCode);
  const step = { packageGuid, siteCode, siteInstallId, phase: "replication", step: place.step } as const;
  // The move takes the package's lock, which comes before that of its steps.
  await moveSiteState(tx, { packageGuid, siteCode, from, to, at, error: detail });
  await reportStep(tx, { ...step, isComplete: STEP_STATE.failure, detail, at });
  await raiseAlert(tx, thread.clock, {
    code: "replication.failed",
    objectId: alertObject(row),
    severity: 1,
    params: { ...error.params, reason: error.code, name, site: siteCode },
    link: `/updates/${packageGuid}`,
  });
  await reportStatus(
    thread,
    {
      messageId: STATUS_MESSAGE.contentReplicationFailed,
      severity: "error",
      strings: [name, siteCode, describeCodedError(error)],
      attributes: { 400: packageGuid },
    },
    tx,
  );
}

const askedMs = ({ params }: CodedError<string>): number | null => {
  const { retryAfterSeconds } = params;
  return typeof retryAfterSeconds === "number" ? retryAfterSeconds * Second.ms : null;
};
