import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { AlertRow } from "@/lib/status/model";
import type { UpdateCheckStatus, UpdateSummary } from "@/lib/updates/model";
import { type ConsoleState, consoleState, UPDATE_STATE } from "@/lib/updates/state-machine";
import type { SiteVersions } from "./get-site-versions";

/** What an overview knows. Null: the reader may not see it, so that no step can come from it. */
export interface OverviewFacts {
  role: RoleStatus;
  alerts: readonly AlertRow[] | null;
  updates: readonly UpdateSummary[] | null;
  check: UpdateCheckStatus | null;
  versions: SiteVersions | null;
  services: readonly Pick<ServiceRow, "state" | "name">[] | null;
}

/** The one thing to do, or to wait for, next. Its words are in the messages under `overview.nextStep`. */
export type NextStep =
  | { kind: "role-not-installed" }
  | { kind: "executive-silent" }
  | { kind: "alert"; alert: AlertRow }
  | { kind: "secrets-unreadable"; count: number }
  | { kind: "secret-expired" | "secret-expiring"; service: string }
  | { kind: "thread-stopped" }
  | { kind: "pending-restart"; mode: "online" | "offline" }
  | { kind: ServicingKind; update: UpdateSummary }
  | { kind: "offline" }
  | { kind: "download-failed"; update: UpdateSummary }
  | { kind: "download-paused"; update: UpdateSummary }
  | { kind: "downloading"; update: UpdateSummary }
  | { kind: "checking" }
  | { kind: "check-failed" }
  | { kind: "never-checked" }
  | { kind: "ready-to-install"; update: UpdateSummary }
  | { kind: "available-to-download"; update: UpdateSummary }
  | { kind: "secondaries-behind"; count: number; version: string }
  | { kind: "all-current" };

/** What a package needs, or waits for, after its download. */
export type ServicingKind =
  | "installation-failed"
  | "replication-failed"
  | "prerequisites-failed"
  | "warnings-decision"
  | "restart-pending"
  | "waiting-for-window"
  | "installing"
  | "checking-prerequisites"
  | "replicating"
  | "check-passed";

const CRITICAL = 1;

/**
 * Chooses by urgency: what keeps the role from working comes first, then what waits for a decision, then what
 * goes on by itself. A warning only counts when nothing else is to be done.
 */
export function nextStep({
  role: status,
  alerts,
  updates,
  check,
  versions,
  services,
}: OverviewFacts): NextStep {
  const active = (alerts ?? []).filter((alert) => alert.state === 0);
  const critical = active.find((alert) => alert.severity === CRITICAL);
  const { role } = status;

  if (!role) return { kind: "role-not-installed" };
  if (!status.executiveResponding) return { kind: "executive-silent" };
  // What waits for a decision comes before the alert that tells of it: the decision is the cure.
  const servicing = servicingStep(updates);
  if (servicing && NEEDS_SOMEBODY.has(servicing.kind)) return servicing;
  // Like a decision, the renewal is the cure of the alert that tells of it.
  const lost = (services ?? []).filter(({ state }) => state === "secret-unreadable").length;
  if (lost > 0) return { kind: "secrets-unreadable", count: lost };
  const expired = (services ?? []).find(({ state }) => state === "secret-expired");
  if (expired) return { kind: "secret-expired", service: expired.name };
  if (critical) return { kind: "alert", alert: critical };
  if (role.runningMode === null) return { kind: "thread-stopped" };
  if (role.pendingRestart) return { kind: "pending-restart", mode: role.configuredMode };
  // Installing needs no cloud, so the mode does not hide it.
  if (servicing && servicing.kind !== "check-passed") return servicing;
  if (role.runningMode === "offline") return { kind: "offline" };

  const failed = newestIn(updates, UPDATE_STATE.DOWNLOAD_FAILED);
  if (failed) return { kind: "download-failed", update: failed };
  const downloading = newestIn(updates, UPDATE_STATE.DOWNLOAD_IN_PROGRESS);
  if (downloading) {
    const paused = downloading.download?.phase === "paused" && downloading.download.desired === "pause";
    return { kind: paused ? "download-paused" : "downloading", update: downloading };
  }
  if (check?.running) return { kind: "checking" };
  if (check?.error) return { kind: "check-failed" };
  if (check && !check.succeededAt) return { kind: "never-checked" };

  if (servicing) return servicing;
  const ready = newestIn(updates, UPDATE_STATE.DOWNLOAD_SUCCESS);
  if (ready) return { kind: "ready-to-install", update: ready };
  const available = newestIn(updates, UPDATE_STATE.APPLICABILITY_SUCCESS);
  if (available) return { kind: "available-to-download", update: available };
  if (versions?.topLevel && versions.secondariesBehind > 0 && versions.primariesBehind.length === 0) {
    return {
      kind: "secondaries-behind",
      count: versions.secondariesBehind,
      version: versions.topLevel.version,
    };
  }
  const expiring = (services ?? []).find(({ state }) => state === "secret-expiring");
  if (expiring) return { kind: "secret-expiring", service: expiring.name };
  const [warning] = active;
  return warning ? { kind: "alert", alert: warning } : { kind: "all-current" };
}

/** Most urgent first. */
const SERVICING: readonly (readonly [ConsoleState, ServicingKind])[] = [
  ["failed-to-install", "installation-failed"],
  ["replication-failed", "replication-failed"],
  ["prerequisite-check-failed", "prerequisites-failed"],
  ["prerequisite-check-passed-with-warning", "warnings-decision"],
  ["pending-restart", "restart-pending"],
  ["waiting-for-service-window", "waiting-for-window"],
  ["waiting-for-parent-site", "installing"],
  ["installing", "installing"],
  ["checking-prerequisites", "checking-prerequisites"],
  ["prerequisite-check-passed", "check-passed"],
];

const NEEDS_SOMEBODY: ReadonlySet<NextStep["kind"]> = new Set<ServicingKind>([
  "installation-failed",
  "replication-failed",
  "prerequisites-failed",
  "warnings-decision",
  "restart-pending",
]);

/** What the package that is being processed, or was last, asks for. */
function servicingStep(
  updates: readonly UpdateSummary[] | null,
): { kind: ServicingKind; update: UpdateSummary } | null {
  for (const [state, kind] of SERVICING) {
    const update = (updates ?? []).find(
      (one) => !one.hidden && consoleState(one.state, one.prereqFlag) === state,
    );
    if (!update) continue;
    const replicates =
      update.state === UPDATE_STATE.ENABLED || update.state === UPDATE_STATE.CONTENT_REPLICATING;
    return { kind: replicates ? "replicating" : kind, update };
  }
  return null;
}

/** The most recently released package in `state`. */
function newestIn(updates: readonly UpdateSummary[] | null, state: number): UpdateSummary | undefined {
  return (updates ?? [])
    .filter((update) => update.state === state)
    .sort((a, b) => b.dateReleased.getTime() - a.dateReleased.getTime())[0];
}
