import { and, eq, ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { sites, updatePackageSiteStatus, updatePackageSteps, updatePackages } from "@/lib/db/schema";
import type { ErrorDetail } from "../model";
import { canMove, UPDATE_STATE, type UpdateStateName, updateStateName } from "../state-machine";
import type { ServicingPhase, StepState } from "./model";
import { STEP_STATE } from "./model";
import { packageState } from "./package-state";
import { lockPackage, SECONDARY_SITE } from "./site-facts";

interface SiteMove {
  packageGuid: string;
  siteCode: string;
  from: UpdateStateName;
  to: UpdateStateName;
  at: Date;
  /** Kept with the site; cleared by a move without one. */
  error?: ErrorDetail;
}

/**
 * Moves a package at one site, if it still is where the caller believes, and the package as a whole with it.
 * @returns false when the site was elsewhere; nothing changed then
 * @throws Error when the state machine has no such way: a bug of the caller
 */
export async function moveSiteState(
  tx: Database,
  { packageGuid, siteCode, from, to, at, error }: SiteMove,
): Promise<boolean> {
  if (!canMove(from, to)) throw new Error(`no way from ${from} to ${to}`);
  await lockPackage(tx, packageGuid);
  const moved = await tx
    .update(updatePackageSiteStatus)
    .set({
      state: UPDATE_STATE[to],
      lastUpdateTime: at,
      errorCode: error?.code ?? null,
      errorParams: error?.params ?? null,
    })
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.siteCode, siteCode),
        eq(updatePackageSiteStatus.state, UPDATE_STATE[from]),
      ),
    )
    .returning({ siteCode: updatePackageSiteStatus.siteCode });
  if (moved.length === 0) return false;
  await settlePackageState(tx, packageGuid, at);
  return true;
}

/** Brings a package's own state in line with its sites; call it in the transaction that changed one of them. */
export async function settlePackageState(tx: Database, packageGuid: string, at: Date): Promise<void> {
  // One at a time: two sites that finish together must not each overlook the other.
  await lockPackage(tx, packageGuid);
  const rows = await tx
    .select({ state: updatePackageSiteStatus.state })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(and(eq(updatePackageSiteStatus.packageGuid, packageGuid), ne(sites.type, SECONDARY_SITE)));
  const state = packageState(rows.map((row) => updateStateName(row.state) ?? "UNKNOWN"));
  if (state) {
    await tx
      .update(updatePackages)
      .set({ state: UPDATE_STATE[state], lastUpdateTime: at })
      .where(and(eq(updatePackages.packageGuid, packageGuid), ne(updatePackages.state, UPDATE_STATE[state])));
  }
  await publish(tx, { topic: "updates", key: packageGuid });
}

interface StepReport {
  packageGuid: string;
  siteCode: string;
  siteInstallId: number;
  phase: ServicingPhase;
  step: string;
  isComplete: StepState;
  /** 0 to 100; a finished step is at 100. */
  progress?: number;
  detail?: ErrorDetail;
  at: Date;
}

/** Says how far a step is. Saying the same again changes nothing but its time. */
export async function reportStep(tx: Database, report: StepReport): Promise<void> {
  const { at, isComplete, detail } = report;
  const isOver = isComplete > STEP_STATE.inProgress;
  const known = {
    isComplete,
    progress: report.progress ?? (isOver ? 100 : 0),
    detailCode: detail?.code ?? null,
    detailParams: detail?.params ?? null,
    finishedAt: isOver ? at : null,
    messageTime: at,
  };
  const { packageGuid, siteCode, siteInstallId, phase, step } = report;
  await tx
    .insert(updatePackageSteps)
    .values({
      packageGuid,
      siteCode,
      siteInstallId,
      phase,
      step,
      ...known,
      startedAt: isComplete === STEP_STATE.notStarted ? null : at,
    })
    .onConflictDoUpdate({
      target: [
        updatePackageSteps.packageGuid,
        updatePackageSteps.siteCode,
        updatePackageSteps.siteInstallId,
        updatePackageSteps.phase,
        updatePackageSteps.step,
      ],
      set: {
        ...known,
        startedAt:
          isComplete === STEP_STATE.notStarted
            ? null
            : sql`coalesce(${updatePackageSteps.startedAt}, excluded.started_at)`,
      },
    });
  await publish(tx, { topic: "update-progress", key: packageGuid });
}
