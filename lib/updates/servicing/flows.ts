import type { ComponentName } from "@/lib/executive/component-thread";
import type { UpdateStateName } from "../state-machine";

export type FlowName = "download" | "install";

/** Where the steps of a flow happen. */
export type FlowSection = "service-connection-point" | "top-level-site" | "child-primaries" | "every-site";

export interface FlowStep {
  /** Its words are in the messages under `flow.steps`. */
  id: string;
  kind: "step" | "decision" | "end";
  section: FlowSection;
  /** Null where a person acts, or nobody. */
  component: ComponentName | null;
  logFile: string | null;
}

export interface FlowEdge {
  from: string;
  to: string;
  /** What was decided; its words are in the messages under `flow.answers`. */
  answer?: "yes" | "no" | "check-only" | "install";
}

export interface Flow {
  steps: readonly FlowStep[];
  edges: readonly FlowEdge[];
}

const at =
  (section: FlowSection) =>
  (id: string, component: ComponentName | null, logFile: string | null, kind: FlowStep["kind"] = "step") => ({
    id,
    kind,
    section,
    component,
    logFile,
  });

const connectionPoint = at("service-connection-point");
const topLevel = at("top-level-site");
const child = at("child-primaries");
const everySite = at("every-site");

/** The two flowcharts of the product (reference/updates.md §3 and §4), their steps in the order of its tables. */
export const FLOWS: Readonly<Record<FlowName, Flow>> = {
  download: {
    steps: [
      connectionPoint("check-catalogue", "SMS_DMP_DOWNLOADER", "dmpdownloader.log"),
      topLevel("process-manifest", "SMS_HIERARCHY_MANAGER", "hman.log"),
      topLevel("judge-applicability", "SMS_HIERARCHY_MANAGER", "hman.log"),
      topLevel("is-applicable", "SMS_HIERARCHY_MANAGER", "hman.log", "decision"),
      connectionPoint("download-content", "SMS_DMP_DOWNLOADER", "dmpdownloader.log"),
      connectionPoint("mark-available", "SMS_DMP_DOWNLOADER", "dmpdownloader.log"),
      connectionPoint("sleep", null, null, "end"),
    ],
    edges: [
      { from: "check-catalogue", to: "process-manifest" },
      { from: "process-manifest", to: "judge-applicability" },
      { from: "judge-applicability", to: "is-applicable" },
      { from: "is-applicable", to: "process-manifest", answer: "no" },
      { from: "is-applicable", to: "download-content", answer: "yes" },
      { from: "download-content", to: "mark-available" },
      { from: "mark-available", to: "sleep" },
    ],
  },
  install: {
    steps: [
      topLevel("request", null, null),
      topLevel("update-package", "SMS_HIERARCHY_MANAGER", "hman.log"),
      topLevel("easy-setup-settings", "SMS_HIERARCHY_MANAGER", "hman.log"),
      topLevel("copy-to-content-library", "SMS_DISTRIBUTION_MANAGER", "distmgr.log"),
      topLevel("create-minijob", "SMS_DISTRIBUTION_MANAGER", "distmgr.log"),
      topLevel("schedule", "SMS_SCHEDULER", "schedule.log"),
      topLevel("send", "SMS_LAN_SENDER", "sender.log"),
      child("receive", "SMS_DESPOOLER", "despool.log"),
      child("store", "SMS_DESPOOLER", "despool.log"),
      child("mark-stored", "SMS_DISTRIBUTION_MANAGER", "distmgr.log"),
      everySite("extract", "CONFIGURATION_MANAGER_UPDATE", "cmupdate.log"),
      everySite("check-prerequisites", "CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log"),
      everySite("install-or-stop", "SMS_HIERARCHY_MANAGER", "hman.log", "decision"),
      everySite("install", "CONFIGURATION_MANAGER_UPDATE", "cmupdate.log"),
      everySite("done", null, null, "end"),
    ],
    edges: [
      { from: "request", to: "update-package" },
      { from: "update-package", to: "easy-setup-settings" },
      { from: "easy-setup-settings", to: "copy-to-content-library" },
      { from: "copy-to-content-library", to: "create-minijob" },
      { from: "create-minijob", to: "schedule" },
      { from: "schedule", to: "send" },
      { from: "send", to: "receive" },
      { from: "receive", to: "store" },
      { from: "store", to: "mark-stored" },
      { from: "mark-stored", to: "extract" },
      { from: "extract", to: "check-prerequisites" },
      { from: "check-prerequisites", to: "install-or-stop" },
      { from: "install-or-stop", to: "install", answer: "install" },
      { from: "install-or-stop", to: "done", answer: "check-only" },
      { from: "install", to: "done" },
    ],
  },
};

/** The step of the download flow at which a package of this state is; null once it has left that flow. */
export function downloadStep(state: UpdateStateName): string | null {
  switch (state) {
    case "UNKNOWN":
    case "APPLICABILITY_CHECKING":
      return "judge-applicability";
    case "APPLICABILITY_SUCCESS":
    case "APPLICABILITY_FAILED":
    case "APPLICABILITY_NA":
    case "APPLICABILITY_HIDE":
      return "is-applicable";
    case "DOWNLOAD_IN_PROGRESS":
    case "DOWNLOAD_FAILED":
      return "download-content";
    case "DOWNLOAD_SUCCESS":
      return "mark-available";
    default:
      return null;
  }
}

/** How far the content of the Easy Setup package is at a site: `content_distributions.state`. */
const CONTENT_STEP: Readonly<Record<string, string>> = {
  snapshot: "copy-to-content-library",
  pending: "create-minijob",
  scheduled: "schedule",
  sending: "send",
  storing: "store",
  stored: "mark-stored",
  failed: "store",
};

/**
 * The step of the installation flow at which a package is at one site.
 * @param content how far its content is there; null where nothing is on its way
 */
export function installStep(
  state: UpdateStateName,
  { isTopLevel, content }: { isTopLevel: boolean; content: string | null },
): string {
  if (state === "CONTENT_REPLICATING") {
    return CONTENT_STEP[content ?? ""] ?? (isTopLevel ? "copy-to-content-library" : "create-minijob");
  }
  if (state === "CONTENT_REPLICATION_FAILED") return isTopLevel ? "copy-to-content-library" : "store";
  if (state === "CONTENT_REPLICATION_SUCCESS") return "extract";
  if (state === "PREREQ_IN_PROGRESS") return "check-prerequisites";
  if (state.startsWith("PREREQ_")) return "install-or-stop";
  if (state === "INSTALL_SUCCESS") return "done";
  return state.startsWith("INSTALL_") ? "install" : "update-package";
}
