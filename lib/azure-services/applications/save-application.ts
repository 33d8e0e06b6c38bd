import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { azureApplicationSecrets, azureApplications, azureOperations, azureTenants } from "@/lib/db/schema";

type NewApplication = Omit<typeof azureApplications.$inferInsert, "id" | "tenant">;

/** The tenant as the hierarchy knows it from now on; one that it knows keeps its name. @returns id of the row */
export async function ensureTenant(tx: Database, tenant: typeof azureTenants.$inferInsert): Promise<string> {
  await tx
    .insert(azureTenants)
    .values(tenant)
    .onConflictDoNothing({ target: [azureTenants.environmentId, azureTenants.tenantId] });
  const [row] = await tx
    .select({ id: azureTenants.id, domain: azureTenants.domain })
    .from(azureTenants)
    .where(
      and(eq(azureTenants.environmentId, tenant.environmentId), eq(azureTenants.tenantId, tenant.tenantId)),
    )
    .for("update");
  if (!row) throw new Error("the tenant was not written");
  if (!row.domain && tenant.domain)
    await tx.update(azureTenants).set({ domain: tenant.domain }).where(eq(azureTenants.id, row.id));
  return row.id;
}

/**
 * An app, and the secret key its services will use, from the operation that brought it.
 * @throws DrizzleQueryError when the tenant has it already or its App ID URI is taken (`duplicateOf`)
 */
export async function saveApplication(
  tx: Database,
  {
    tenant,
    operationId,
    application,
    secret,
  }: {
    tenant: string;
    operationId: string;
    application: NewApplication;
    secret: Omit<typeof azureApplicationSecrets.$inferInsert, "applicationId" | "state"> | null;
  },
): Promise<string> {
  const [row] = await tx
    .insert(azureApplications)
    .values({ ...application, tenant })
    .returning({ id: azureApplications.id });
  if (!row) throw new Error("the application was not written");
  if (secret)
    await tx.insert(azureApplicationSecrets).values({ ...secret, applicationId: row.id, state: "current" });
  await tx
    .update(azureOperations)
    .set({ applicationId: row.id, sealed: null })
    .where(eq(azureOperations.id, operationId));
  await publish(tx, { topic: "azure-services", key: row.id });
  return row.id;
}
