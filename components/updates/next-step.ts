import type { UpdateSummary } from "@/lib/updates/model";
import { type ConsoleState, consoleState, UPDATE_STATE } from "@/lib/updates/state-machine";
import { openDownload, shownPhase } from "./download-view";
import { waitsForDecision } from "./servicing/servicing-actions";

/** Keys of `updatesPage.nextStep`: the sentence that says what happens next, or what the reader can do. */
export type NextStep =
  | "evaluating"
  | "download"
  | "wait-for-download"
  | "wait-for-next-attempt"
  | "resume"
  | "install"
  | "repair-download"
  | "wait-for-replication"
  | "repair-replication"
  | "wait-for-check"
  | "install-after-check"
  | "decide-warnings"
  | "install-despite-warnings"
  | "repair-prerequisites"
  | "wait-for-installation"
  | "wait-for-window"
  | "wait-for-parent"
  | "restart"
  | "repair-installation"
  | "nothing"
  | "not-applicable"
  | "repair-applicability";

const BY_STATE = {
  "being-evaluated": "evaluating",
  "available-to-download": "download",
  downloading: "wait-for-download",
  "ready-to-install": "install",
  "failed-to-download": "repair-download",
  installing: "wait-for-installation",
  "replication-failed": "repair-replication",
  "checking-prerequisites": "wait-for-check",
  "prerequisite-check-passed": "install-after-check",
  "prerequisite-check-passed-with-warning": "decide-warnings",
  "prerequisite-check-failed": "repair-prerequisites",
  "waiting-for-service-window": "wait-for-window",
  "waiting-for-parent-site": "wait-for-parent",
  "pending-restart": "restart",
  installed: "nothing",
  "failed-to-install": "repair-installation",
  "not-needed": "nothing",
  "not-applicable": "not-applicable",
  "applicability-failed": "repair-applicability",
} as const satisfies Record<ConsoleState, NextStep>;

export function nextStep(update: Stepped): NextStep {
  const open = openDownload(update);
  if (!open) return afterDownload(update);
  switch (shownPhase(open)) {
    case "paused":
    case "pausing":
      return "resume";
    case "waiting":
      return "wait-for-next-attempt";
    default:
      return "wait-for-download";
  }
}

type Stepped = Pick<UpdateSummary, "state" | "download" | "prereqFlag">;

function afterDownload(update: Stepped): NextStep {
  if (update.state === UPDATE_STATE.ENABLED || update.state === UPDATE_STATE.CONTENT_REPLICATING) {
    return "wait-for-replication";
  }
  const step = BY_STATE[consoleState(update.state)];
  return step === "decide-warnings" && !waitsForDecision(update) ? "install-despite-warnings" : step;
}
