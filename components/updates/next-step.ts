import type { UpdateSummary } from "@/lib/updates/model";
import { type ConsoleState, consoleState } from "@/lib/updates/state-machine";
import { openDownload, shownPhase } from "./download-view";

/** Keys of `updatesPage.nextStep`: the sentence that says what happens next, or what the reader can do. */
export type NextStep =
  | "evaluating"
  | "download"
  | "wait-for-download"
  | "wait-for-next-attempt"
  | "resume"
  | "replicate"
  | "repair-download"
  | "later-stage"
  | "nothing"
  | "not-applicable"
  | "repair-applicability";

const BY_STATE = {
  "being-evaluated": "evaluating",
  "available-to-download": "download",
  downloading: "wait-for-download",
  "ready-to-install": "replicate",
  "failed-to-download": "repair-download",
  installing: "later-stage",
  "replication-failed": "later-stage",
  "checking-prerequisites": "later-stage",
  "prerequisite-check-passed": "later-stage",
  "prerequisite-check-passed-with-warning": "later-stage",
  "prerequisite-check-failed": "later-stage",
  "waiting-for-service-window": "later-stage",
  "waiting-for-parent-site": "later-stage",
  "pending-restart": "later-stage",
  installed: "nothing",
  "failed-to-install": "later-stage",
  "not-needed": "nothing",
  "not-applicable": "not-applicable",
  "applicability-failed": "repair-applicability",
} as const satisfies Record<ConsoleState, NextStep>;

export function nextStep(update: Pick<UpdateSummary, "state" | "download">): NextStep {
  const open = openDownload(update);
  if (!open) return BY_STATE[consoleState(update.state)];
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
