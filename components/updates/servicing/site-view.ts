import type { ServicingPhase, ServicingStep, SiteServicing } from "@/lib/updates/servicing/model";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { type UpdateStateName, updateStateName } from "@/lib/updates/state-machine";
import { logHref } from "../log-href";

export const PHASES = [
  "replication",
  "prerequisites",
  "installation",
  "post-installation",
] as const satisfies ServicingPhase[];

const WAITING: ReadonlySet<UpdateStateName> = new Set(["INSTALL_WAITING_PARENT"]);

/** The phase a site is in, by its state; null while it has not begun. */
export function phaseOf(state: number): ServicingPhase | null {
  const name = updateStateName(state) ?? "UNKNOWN";
  if (name === "INSTALL_SUCCESS") return "post-installation";
  if (name.startsWith("INSTALL_") && !WAITING.has(name)) return "installation";
  if (name === "CONTENT_REPLICATION_SUCCESS" || name.startsWith("PREREQ_") || WAITING.has(name)) {
    return "prerequisites";
  }
  return name.startsWith("CONTENT_") ? "replication" : null;
}

/** How far the site is within its phase, 0…1; null where nobody can say. */
export function phaseFraction(site: Pick<SiteServicing, "state" | "steps" | "replication">): number | null {
  const phase = phaseOf(site.state);
  if (phase === "replication") {
    const { bytesDone = 0, bytesTotal = 0 } = site.replication ?? {};
    return bytesTotal > 0 ? bytesDone / bytesTotal : null;
  }
  if (phase === null) return null;
  return stepsFraction(site.steps.filter((step) => step.phase === phase));
}

/** The share of steps that are over; a running one counts with its own progress. */
export function stepsFraction(steps: readonly ServicingStep[]): number | null {
  if (steps.length === 0) return null;
  const done = steps.reduce((sum, step) => sum + (isOver(step) ? 100 : step.progress), 0);
  return done / (steps.length * 100);
}

export const isOver = (step: Pick<ServicingStep, "isComplete">): boolean =>
  step.isComplete > STEP_STATE.inProgress;

/** The step a site is at: the one that failed, else the one that runs; null between steps. */
export const currentStep = (steps: readonly ServicingStep[]): ServicingStep | null =>
  steps.find((step) => step.isComplete === STEP_STATE.failure) ??
  steps.find((step) => step.isComplete === STEP_STATE.inProgress) ??
  null;

/** Site states from which *Retry* at the site begins anew (reference/updates.md §14). */
const RETRYABLE: ReadonlySet<UpdateStateName> = new Set([
  "PREREQ_WARNING",
  "PREREQ_ERROR",
  "INSTALL_FAILED",
  "INSTALL_CMU_FAILED",
]);

export const canRetrySite = (state: number): boolean => RETRYABLE.has(updateStateName(state) ?? "UNKNOWN");

export const hasFailed = (state: number): boolean => {
  const name = updateStateName(state) ?? "UNKNOWN";
  return name === "CONTENT_REPLICATION_FAILED" || (canRetrySite(state) && name !== "PREREQ_WARNING");
};

/** A second before and after, since a line is written just before or after its step is reported. */
const SLACK_MS = 1_000;

/** Portal path to the log lines of a step: the file, the site and the time it took. */
export function stepLogHref(
  packageGuid: string,
  siteCode: string,
  step: Pick<ServicingStep, "logFile" | "startedAt" | "finishedAt">,
): string {
  return logHref(packageGuid, step.logFile, siteCode, {
    ...(step.startedAt ? { from: new Date(step.startedAt.getTime() - SLACK_MS) } : {}),
    ...(step.finishedAt ? { to: new Date(step.finishedAt.getTime() + SLACK_MS) } : {}),
  });
}
