import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { constraintOf } from "@/lib/db/constraint-of";
import { publish } from "@/lib/db/events";
import {
  azureApplications,
  azureOperations,
  azureServices,
  azureTenants,
  cloudEnvironments,
} from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findOpenOperation } from "../operations/find-open-operation";

/**
 * Removes a tenant with its apps and their sealed secrets from the product, unless a service uses it. The apps stay in
 * Azure; the answer names the directory there (reference/azure-services.md §10).
 */
export const deleteTenant = defineCommand({
  name: "delete-tenant",
  action: "azure-apps.manage",
  input: z.object({ tenant: z.guid() }),
  async run({ db }, { tenant }) {
    const [found] = await db
      .select({
        name: azureTenants.name,
        tenantId: azureTenants.tenantId,
        portalUrl: cloudEnvironments.portalUrl,
      })
      .from(azureTenants)
      .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, azureTenants.environmentId))
      .where(eq(azureTenants.id, tenant))
      .for("update", { of: azureTenants });
    if (!found) return fail("tenant-unknown");
    const services = await db
      .select({ name: azureServices.name })
      .from(azureServices)
      .where(eq(azureServices.tenant, tenant));
    const names = services.map(({ name }) => name).join(", ");
    if (names) return fail("tenant-in-use", { params: { services: names } });
    const ofTenant = db
      .select({ id: azureApplications.id })
      .from(azureApplications)
      .where(eq(azureApplications.tenant, tenant));
    const open = await findOpenOperation(db, inArray(azureOperations.applicationId, ofTenant));
    if (open) return fail("operation-under-way", { params: { operationId: open.id } });
    try {
      await db.delete(azureApplications).where(eq(azureApplications.tenant, tenant));
      await db.delete(azureTenants).where(eq(azureTenants.id, tenant));
    } catch (error) {
      // Somebody's app or service came in the moment between the look and the deletion.
      if (!constraintOf(error)) throw error;
      return fail("changed-meanwhile");
    }
    await publish(db, { topic: "azure-services", key: tenant });
    const { name, tenantId, portalUrl } = found;
    return ok({ name, tenantId, portalUrl: portalUrl && `${portalUrl}#@${tenantId}` });
  },
  audit: ({ tenant }, { name, tenantId }) => ({
    messageId: 60021,
    objectType: "azure-tenant",
    objectId: tenant,
    strings: [name, tenantId, "tenant deleted"],
  }),
});
