import type { UpdateSummary } from "@/lib/updates/model";
import { PREREQ_FLAG } from "@/lib/updates/servicing/model";
import { type UpdateStateName, updateStateName } from "@/lib/updates/state-machine";

export const SERVICING_ACTIONS = [
  "install",
  "checkPrerequisites",
  "ignoreWarnings",
  "retry",
  "retryReplication",
  "validateContent",
  "cancel",
  "reset",
  "deleteContent",
] as const;
export type ServicingAction = (typeof SERVICING_ACTIONS)[number];

/** Keys of `servicing.whyNot`: why an action does not fit the package's state. */
export type WhyNot =
  | "notDownloaded"
  | "inProcess"
  | "retryInstead"
  | "installing"
  | "installed"
  | "decide"
  | "noWarnings"
  | "nothingToRetry"
  | "replicationNotFailed"
  | "notReplicated"
  | "notInProcess"
  | "nothingToReset"
  | "noContent";

/** Where a package is, as far as the choice of actions goes. */
type Stage =
  | "before-download"
  | "downloading"
  | "download-failed"
  | "ready"
  | "replicating"
  | "replication-failed"
  | "checking"
  | "checked"
  | "warnings"
  | "check-failed"
  | "installing"
  | "install-failed"
  | "installed";

const STAGE_OF: Partial<Record<UpdateStateName, Stage>> = {
  DOWNLOAD_IN_PROGRESS: "downloading",
  DOWNLOAD_FAILED: "download-failed",
  DOWNLOAD_SUCCESS: "ready",
  ENABLED: "replicating",
  CONTENT_REPLICATING: "replicating",
  CONTENT_REPLICATION_FAILED: "replication-failed",
  CONTENT_REPLICATION_SUCCESS: "checking",
  PREREQ_IN_PROGRESS: "checking",
  PREREQ_SUCCESS: "checked",
  PREREQ_ERROR: "check-failed",
  INSTALL_FAILED: "install-failed",
  INSTALL_CMU_FAILED: "install-failed",
  INSTALL_SUCCESS: "installed",
};

type Acted = Pick<UpdateSummary, "state" | "prereqFlag">;

/**
 * A check that was asked for alone ends with its warnings; an installation stops at them and waits for a decision
 * (reference/updates.md §10).
 */
export const waitsForDecision = ({ state, prereqFlag }: Acted): boolean =>
  updateStateName(state) === "PREREQ_WARNING" && (prereqFlag & PREREQ_FLAG.prereqOnly) === 0;

function stageOf(update: Acted): Stage {
  const name = updateStateName(update.state) ?? "UNKNOWN";
  if (name === "PREREQ_WARNING") return waitsForDecision(update) ? "warnings" : "checked";
  return STAGE_OF[name] ?? (name.startsWith("INSTALL_") ? "installing" : "before-download");
}

const BEFORE_DOWNLOADED: ReadonlySet<Stage> = new Set(["before-download", "downloading", "download-failed"]);

type Verdict = WhyNot | null;

const notStartable = (stage: Stage): Verdict => {
  switch (stage) {
    case "ready":
    case "checked":
    case "check-failed":
      return null;
    case "warnings":
      return "decide";
    case "replicating":
    case "checking":
      return "inProcess";
    case "replication-failed":
      return "retryInstead";
    case "installing":
    case "install-failed":
      return "installing";
    case "installed":
      return "installed";
    default:
      return "notDownloaded";
  }
};

const among =
  (reason: WhyNot, ...stages: Stage[]) =>
  (stage: Stage): Verdict =>
    stages.includes(stage) ? null : reason;

/** The rules of reference/updates.md §7, §14 and §18: what stands against each action at each stage. */
const RULES: Record<ServicingAction, (stage: Stage) => Verdict> = {
  install: notStartable,
  checkPrerequisites: notStartable,
  ignoreWarnings: among("noWarnings", "warnings"),
  retry: among("nothingToRetry", "warnings", "check-failed", "install-failed", "replication-failed"),
  retryReplication: among("replicationNotFailed", "replication-failed", "replicating"),
  validateContent: among(
    "notReplicated",
    "checked",
    "warnings",
    "check-failed",
    "install-failed",
    "installed",
  ),
  cancel: (stage) =>
    stage === "installing"
      ? "installing"
      : among("notInProcess", "replicating", "replication-failed", "checking", "warnings")(stage),
  reset: (stage) => {
    if (stage === "installing" || stage === "install-failed") return "installing";
    if (stage === "installed") return "installed";
    return stage === "before-download" ? "nothingToReset" : null;
  },
  deleteContent: (stage) => {
    if (BEFORE_DOWNLOADED.has(stage)) return "noContent";
    if (stage === "installing" || stage === "install-failed") return "installing";
    if (stage === "installed") return "installed";
    return among("inProcess", "ready", "replication-failed", "checked", "check-failed")(stage);
  },
};

/** Why `action` does not fit the state of the package; null when it does. */
export const whyNotNow = (action: ServicingAction, update: Acted): WhyNot | null =>
  RULES[action](stageOf(update));

/** Whether there is anything to act on besides the download: even one that is stuck can be reset. */
export const isServiceable = (update: Acted): boolean => stageOf(update) !== "before-download";

const MAIN: Partial<Record<Stage, ServicingAction>> = {
  ready: "install",
  checked: "install",
  "check-failed": "retry",
  "install-failed": "retry",
  "replication-failed": "retryReplication",
};

/** The action that brings the package on; null while it goes on by itself or waits for a decision. */
export const mainAction = (update: Acted): ServicingAction | null => MAIN[stageOf(update)] ?? null;
