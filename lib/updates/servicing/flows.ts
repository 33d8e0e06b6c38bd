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
  /** What the log says when the step is done, as the product writes it; placeholders in brackets. */
  logLine: string | null;
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
  (
    id: string,
    [component, logFile]: readonly [ComponentName | null, string | null],
    logLine: string | null = null,
    kind: FlowStep["kind"] = "step",
  ): FlowStep => ({ id, kind, section, component, logFile, logLine });

const connectionPoint = at("service-connection-point");
const topLevel = at("top-level-site");
const child = at("child-primaries");
const everySite = at("every-site");

const NOBODY = [null, null] as const;
const DOWNLOADER = ["SMS_DMP_DOWNLOADER", "dmpdownloader.log"] as const;
const HMAN = ["SMS_HIERARCHY_MANAGER", "hman.log"] as const;
const DISTMGR = ["SMS_DISTRIBUTION_MANAGER", "distmgr.log"] as const;
const DESPOOLER = ["SMS_DESPOOLER", "despool.log"] as const;
const CMUPDATE = ["CONFIGURATION_MANAGER_UPDATE", "cmupdate.log"] as const;

/** The two flowcharts of the product (reference/updates.md §3 and §4), their steps in the order of its tables. */
export const FLOWS: Readonly<Record<FlowName, Flow>> = {
  download: {
    steps: [
      connectionPoint(
        "check-catalogue",
        DOWNLOADER,
        "Manifest.cab was successfully moved to the connector outbox",
      ),
      topLevel("process-manifest", HMAN),
      topLevel(
        "judge-applicability",
        HMAN,
        "Configuration Manager Update (PackageGuid=[GUID]) is applicable",
      ),
      topLevel(
        "is-applicable",
        HMAN,
        "Configuration Manager Update (PackageGuid=[GUID]) is not applicable and should be filtered.",
        "decision",
      ),
      connectionPoint("download-content", DOWNLOADER, "Download content for payload [GUID]"),
      connectionPoint(
        "mark-available",
        DOWNLOADER,
        "EasySetupDownloadSinglePackage finishes downloading [GUID].",
      ),
      connectionPoint("sleep", NOBODY, null, "end"),
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
      topLevel("request", NOBODY),
      topLevel(
        "update-package",
        HMAN,
        "INFO: [FileName] file was found. Easy setup package needs to be updated.",
      ),
      topLevel(
        "easy-setup-settings",
        HMAN,
        "Updating easy setup settings with EXEC sp_UpdateEasySetupSettings N'[PackageID]','[version]',N'[hash]'",
      ),
      topLevel(
        "copy-to-content-library",
        DISTMGR,
        "Taking package snapshot for package [PackageID] from source \\\\[ServerName]\\EasySetupPayLoad\\[PackageGUID]",
      ),
      topLevel(
        "create-minijob",
        DISTMGR,
        "Created minijob to send compressed copy of package [PackageID] to site [SiteCode].",
      ),
      topLevel("schedule", ["SMS_SCHEDULER", "schedule.log"], "Created new send request ID:[RequestID]"),
      topLevel("send", ["SMS_LAN_SENDER", "sender.log"], "Sending completed [c:\\SMSPKG\\[PackageID].PCK.1]"),
      child("receive", DESPOOLER),
      child("store", DESPOOLER, "Stored Package [PackageID]. Stored Package Version = [PackageVersion]"),
      child("mark-stored", DISTMGR, "Successfully created/updated the package [PackageID]"),
      everySite("extract", CMUPDATE, "Extracted [folder]\\CMUStaging\\[PayloadGUID]\\SMSSetup\\update.map"),
      everySite(
        "check-prerequisites",
        ["CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log"],
        "******* Prerequisite checking is completed. *******",
      ),
      everySite(
        "install-or-stop",
        HMAN,
        "Update package will not install as it is marked for prereq check only.",
        "decision",
      ),
      everySite("install", CMUPDATE, "INFO: Successfully notified HMan that update package is installed"),
      everySite("done", NOBODY, null, "end"),
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
