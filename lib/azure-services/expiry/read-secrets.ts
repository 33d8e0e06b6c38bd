import { eq, min } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  azureApplicationSecrets,
  azureApplications,
  azureTenants,
  secretExpiryNotices,
} from "@/lib/db/schema";

/** A secret key that services use, and whose it is. */
export interface WatchedSecret {
  id: string;
  applicationId: string;
  name: string;
  tenant: string;
  tenantName: string;
  sealedTo: string;
  expiresAt: Date;
  /** The notice nearest to the expiry that was given, in days before it; null: none. */
  lastNotice: number | null;
}

export async function readSecrets(db: Database): Promise<WatchedSecret[]> {
  const given = db
    .select({
      secretId: secretExpiryNotices.secretId,
      nearest: min(secretExpiryNotices.daysBefore).as("nearest"),
    })
    .from(secretExpiryNotices)
    .groupBy(secretExpiryNotices.secretId)
    .as("given");
  return db
    .select({
      id: azureApplicationSecrets.id,
      applicationId: azureApplications.id,
      name: azureApplications.name,
      tenant: azureTenants.id,
      tenantName: azureTenants.name,
      sealedTo: azureApplicationSecrets.sealedTo,
      expiresAt: azureApplicationSecrets.expiresAt,
      lastNotice: given.nearest,
    })
    .from(azureApplicationSecrets)
    .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .leftJoin(given, eq(given.secretId, azureApplicationSecrets.id))
    .where(eq(azureApplicationSecrets.state, "current"))
    .orderBy(azureApplications.name, azureApplications.id);
}
