import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint } from "@/lib/db/schema";

/**
 * Why nothing may be tested now. Offline means silent: it is enough that the role runs or should run so. Before the role
 * is installed, and while its thread stands still, a test that somebody asked for is welcome.
 */
export async function whyNotProbed(db: Database): Promise<"role-offline" | null> {
  const [role] = await db
    .select({
      running: serviceConnectionPoint.runningMode,
      configured: serviceConnectionPoint.configuredMode,
    })
    .from(serviceConnectionPoint);
  return role?.running === "offline" || role?.configured === "offline" ? "role-offline" : null;
}
