import type { RoleStatus } from "@/lib/hierarchy/model";

export type RoleHealthKey =
  | "notInstalled"
  | "executiveSilent"
  | "pendingRestart"
  | "threadStopped"
  | "offline"
  | "online";

export interface RoleHealth {
  key: RoleHealthKey;
  tone: "neutral" | "success" | "warning" | "danger" | "info";
}

/** The one word about the role that every page carries: the worst thing that is true of it. */
export function roleHealth(status: RoleStatus): RoleHealth {
  const { role } = status;
  if (!role) return { key: "notInstalled", tone: "danger" };
  if (!status.executiveResponding) return { key: "executiveSilent", tone: "danger" };
  if (role.runningMode === null) return { key: "threadStopped", tone: "warning" };
  if (role.pendingRestart) return { key: "pendingRestart", tone: "warning" };
  return role.runningMode === "offline"
    ? { key: "offline", tone: "neutral" }
    : { key: "online", tone: "success" };
}
