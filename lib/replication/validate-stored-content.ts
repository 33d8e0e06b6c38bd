import { and, eq, sql } from "drizzle-orm";
import { Hour } from "@/lib/clock";
import type { CodedError } from "@/lib/coded-error";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { ContentManifest, MissingPieces } from "@/lib/content-library/model";
import type { Database } from "@/lib/db/connection";
import { contentDistributions } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import {
  changeDistribution,
  contentValidationHours,
  type Distribution,
  publishReplication,
  readDistributions,
} from "./distribution";
import { describeCodedError, toCodedError } from "./failure";
import { alertObject } from "./record-outcome";
import { repairContent } from "./repair-content";

/** What could not be repaired is tried again after this time. */
const REPAIR_RETRY_MS = Hour.ms;

/**
 * Looks at every stored byte of the versions whose turn it is, or that an administrator asked for, and replaces
 * damaged pieces.
 * @returns when the next version is due
 */
export async function validateStoredContent(thread: ThreadContext): Promise<Date | null> {
  const { db, siteCode, clock } = thread;
  await settleSchedule(thread);
  const stored = await readDistributions(
    db,
    and(eq(contentDistributions.siteCode, siteCode), eq(contentDistributions.state, "stored")),
  );
  const later: Date[] = [];
  for (const row of stored) {
    if (thread.signal.aborted) return null;
    const { nextValidationAt, validationRequestedAt } = row;
    const isDue = nextValidationAt !== null && nextValidationAt <= clock.now();
    if (isDue || validationRequestedAt !== null) await validate(thread, row);
    else if (nextValidationAt) later.push(nextValidationAt);
  }
  return later.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** The interval of Hierarchy Settings may have changed since the last look; what waits for a repair waits on. */
async function settleSchedule(thread: ThreadContext): Promise<void> {
  const hours = await contentValidationHours(thread.db);
  const due = sql`coalesce(validated_at, stored_at) + make_interval(hours => ${hours})`;
  await asOwner(thread, (tx) =>
    tx.execute(sql`update content_distributions set next_validation_at = ${due}
      where site_code = ${thread.siteCode} and state = 'stored' and damaged_pieces = 0
        and next_validation_at is distinct from ${due}`),
  );
}

async function validate(thread: ThreadContext, row: Distribution): Promise<void> {
  const { packageGuid, packageId, version } = row;
  const about = { packageGuid };
  const { signal, log } = thread;
  log.info(`Start to validate the stored content of package ${packageId}, version ${version}`, about);
  const library = new ContentLibrary(thread.installDir);
  let damaged = 0;
  let failure: CodedError<string> | null = null;
  try {
    const look = (manifest: ContentManifest) => library.findMissing(manifest, { deep: true, signal });
    const onDamaged = (missing: readonly MissingPieces[]) => {
      // A manifest that is not there any more counts as one piece.
      damaged = Math.max(1, countPieces(missing));
      log.warning(`WARNING: Pieces of package ${packageId} that are damaged or missing: ${damaged}`, about);
    };
    await repairContent(thread, row, { library, look, onDamaged });
  } catch (error) {
    if (signal.aborted) return;
    failure = toCodedError(error);
  }
  await record(thread, row, damaged, failure);
  const outcome = damaged === 0 ? "is intact" : `is repaired, pieces: ${damaged}`;
  if (failure)
    log.error(`ERROR: Failed to repair package ${packageId}: ${describeCodedError(failure)}`, about);
  else log.info(`The stored content of package ${packageId}, version ${version} ${outcome}`, about);
}

const countPieces = (missing: readonly MissingPieces[]): number =>
  missing.reduce((sum, { pieceCount }) => sum + Math.max(1, pieceCount), 0);

async function record(
  thread: ThreadContext,
  row: Distribution,
  damagedPieces: number,
  failure: CodedError<string> | null,
): Promise<void> {
  const at = thread.clock.now();
  await asOwner(thread, async (tx) => {
    const hours = await contentValidationHours(tx);
    const next = at.getTime() + (failure ? REPAIR_RETRY_MS : hours * Hour.ms);
    const changed = await changeDistribution(tx, row, ["stored"], {
      // A repaired package is whole; how much it was is in the status message.
      damagedPieces: failure ? damagedPieces : 0,
      errorCode: failure?.code ?? null,
      errorParams: failure?.params ?? null,
      validatedAt: at,
      nextValidationAt: new Date(next),
      // A wish that came in while we looked stays.
      ...((await wishIsNew(thread, row)) ? {} : { validationRequestedAt: null }),
      updatedAt: at,
    });
    if (!changed) return;
    if (failure) await raiseDamaged(thread, tx, row, damagedPieces, failure);
    else await cancelAlert(tx, thread.clock, "replication.content-damaged", alertObject(row));
    if (damagedPieces > 0) await reportDamaged(thread, tx, row, damagedPieces, failure);
    await publishReplication(tx, row.packageGuid);
  });
}

async function wishIsNew({ db }: ThreadContext, row: Distribution): Promise<boolean> {
  const [now] = await readDistributions(
    db,
    and(
      eq(contentDistributions.packageId, row.packageId),
      eq(contentDistributions.version, row.version),
      eq(contentDistributions.siteCode, row.siteCode),
    ),
  );
  return now?.validationRequestedAt?.getTime() !== row.validationRequestedAt?.getTime();
}

const raiseDamaged = (
  { clock }: ThreadContext,
  tx: Database,
  row: Distribution,
  pieces: number,
  { code, params }: CodedError<string>,
): Promise<void> =>
  raiseAlert(tx, clock, {
    code: "replication.content-damaged",
    objectId: alertObject(row),
    severity: 1,
    params: { ...params, reason: code, name: row.name, site: row.siteCode, pieces },
    link: `/updates/${row.packageGuid}`,
  });

const reportDamaged = (
  thread: ThreadContext,
  tx: Database,
  { name, siteCode, packageGuid }: Distribution,
  pieces: number,
  failure: CodedError<string> | null,
): Promise<void> =>
  reportStatus(
    thread,
    {
      messageId: failure ? STATUS_MESSAGE.contentNotRepaired : STATUS_MESSAGE.contentRepaired,
      severity: failure ? "error" : "warning",
      strings: [name, siteCode, String(pieces), ...(failure ? [describeCodedError(failure)] : [])],
      attributes: { 400: packageGuid },
    },
    tx,
  );
