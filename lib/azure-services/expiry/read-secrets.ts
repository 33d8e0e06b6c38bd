import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureApplicationSecrets, azureApplications, azureTenants } from "@/lib/db/schema";

/** A secret key that services use, and whose it is. */
export interface WatchedSecret {
  id: string;
  applicationId: string;
  name: string;
  tenant: string;
  tenantName: string;
  sealedTo: string;
  expiresAt: Date;
}

export const readSecrets = (db: Database): Promise<WatchedSecret[]> =>
  db
    .select({
      id: azureApplicationSecrets.id,
      applicationId: azureApplications.id,
      name: azureApplications.name,
      tenant: azureTenants.id,
      tenantName: azureTenants.name,
      sealedTo: azureApplicationSecrets.sealedTo,
      expiresAt: azureApplicationSecrets.expiresAt,
    })
    .from(azureApplicationSecrets)
    .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .where(eq(azureApplicationSecrets.state, "current"))
    .orderBy(azureApplications.name, azureApplications.id);
