import { eq, type SQL } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { azureTenants, cloudEnvironments } from "@/lib/db/schema";
import { type ApplicationRow, readApplications } from "../applications/application-rows";

/** A tenant of *Azure Active Directory Tenants* with its apps. */
export interface TenantRow {
  id: string;
  environmentId: string;
  environmentName: string;
  name: string;
  /** Directory ID. */
  tenantId: string;
  domain: string | null;
  /** Its directory in the Azure portal. */
  portalUrl: string | null;
  applications: ApplicationRow[];
}

export async function readTenants(db: Database, clock: Clock, where?: SQL): Promise<TenantRow[]> {
  const tenants = await db
    .select({
      id: azureTenants.id,
      environmentId: azureTenants.environmentId,
      environmentName: cloudEnvironments.name,
      name: azureTenants.name,
      tenantId: azureTenants.tenantId,
      domain: azureTenants.domain,
      portalUrl: cloudEnvironments.portalUrl,
    })
    .from(azureTenants)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, azureTenants.environmentId))
    .where(where)
    .orderBy(azureTenants.name, azureTenants.id);
  const applications = await readApplications(db, clock, where);
  return tenants.map(({ portalUrl, ...tenant }) => ({
    ...tenant,
    portalUrl: portalUrl && `${portalUrl}#@${tenant.tenantId}`,
    applications: applications.filter(({ tenant: of }) => of === tenant.id),
  }));
}
