import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus } from "@/lib/updates/model";

export type CheckPhase = "idle" | "requested" | "running";

/** A request stands until SMS_DMP_DOWNLOADER takes it. */
export function checkPhase(check: Pick<UpdateCheckStatus, "running" | "requestedAt">): CheckPhase {
  if (check.running) return "running";
  return check.requestedAt ? "requested" : "idle";
}

/** Keys of `updatesPage.check`: why *Check for updates* cannot be used now. */
export type CheckRefusal = "noRoleReason" | "offlineReason" | "notRespondingReason" | "stoppedReason";

export function checkRefusal(status: RoleStatus | undefined): CheckRefusal | null {
  const role = status?.role;
  if (!role) return "noRoleReason";
  // What the running thread does counts, not what it is configured to do after a restart.
  if (role.runningMode === "offline") return "offlineReason";
  if (role.runningMode === "online") return null;
  if (role.configuredMode === "offline") return "offlineReason";
  return status.executiveResponding ? "stoppedReason" : "notRespondingReason";
}

/** Keys of `updatesPage.empty`: why the list is empty (reference/updates.md §16). */
export type EmptyReason = "offline" | "failed" | "noCheck" | "nothing";

export function emptyReason(check: UpdateCheckStatus, status: RoleStatus | undefined): EmptyReason {
  if (check.succeededAt) return "nothing";
  if (checkRefusal(status) === "offlineReason") return "offline";
  return check.error ? "failed" : "noCheck";
}
