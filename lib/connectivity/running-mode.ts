import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint } from "@/lib/db/schema";

/** Why the role may not speak to the cloud now. */
export type CloudRefusal = "role-not-installed" | "role-not-running" | "role-offline";

/**
 * Asks for the mode the role *runs* in, not the one it is configured for: a changed mode is without effect
 * until SMS_DMP_DOWNLOADER restarts (reference/role.md §3).
 * @returns null when the role runs online
 */
export async function whyNotOnline(db: Database): Promise<CloudRefusal | null> {
  const [role] = await db.select({ mode: serviceConnectionPoint.runningMode }).from(serviceConnectionPoint);
  if (!role) return "role-not-installed";
  if (role.mode === null) return "role-not-running";
  return role.mode === "online" ? null : "role-offline";
}
