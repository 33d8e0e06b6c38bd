import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureApplications, azureTenants, cloudEnvironments } from "@/lib/db/schema";

/** An app with its tenant and cloud; it stays while the caller's transaction lasts. Null when there is none. */
export async function lockApplication(db: Database, applicationId: string) {
  const [row] = await db
    .select({
      application: azureApplications,
      tenant: azureTenants,
      portalUrl: cloudEnvironments.portalUrl,
    })
    .from(azureApplications)
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, azureTenants.environmentId))
    .where(eq(azureApplications.id, applicationId))
    .for("update", { of: azureApplications });
  return row ?? null;
}
