import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureApplications, azureServices, azureTenants } from "@/lib/db/schema";
import type { ConnectionOrder } from "./orders";

export interface Connection extends ConnectionOrder {
  name: string;
  environmentId: string;
}

/** What a service is connected with; null when there is no such service any more. */
export async function findConnection(db: Database, serviceId: string): Promise<Connection | null> {
  const [row] = await db
    .select({
      serviceId: azureServices.id,
      name: azureServices.name,
      type: azureServices.type,
      serverApplicationId: azureServices.serverApplicationId,
      tenantId: azureTenants.tenantId,
      clientId: azureApplications.clientId,
      environmentId: azureTenants.environmentId,
    })
    .from(azureServices)
    .innerJoin(azureApplications, eq(azureApplications.id, azureServices.serverApplicationId))
    .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
    .where(eq(azureServices.id, serviceId));
  return row ?? null;
}
