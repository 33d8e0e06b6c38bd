import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { type AzureServiceType, azureApplications, azureTenants } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { type ApplicationRow, readApplications } from "./application-rows";

/** A row of *Server App* and *Client App* (reference/azure-services.md §4.2). */
export interface ListedApplication extends ApplicationRow {
  tenantName: string;
  serviceTypes: AzureServiceType[];
}

/** Apps of a cloud, or of one tenant of it, that a service may use. */
export const listApplications = defineQuery({
  name: "list-applications",
  action: "azure-services.view",
  input: z.object({
    environmentId: z.string(),
    kind: z.enum(["server", "client"]),
    tenant: z.guid().nullable(),
  }),
  async run({ db, clock }, { environmentId, kind, tenant }) {
    const tenants = await db
      .select({ id: azureTenants.id, name: azureTenants.name })
      .from(azureTenants)
      .where(eq(azureTenants.environmentId, environmentId));
    const rows = await readApplications(
      db,
      clock,
      and(
        eq(azureTenants.environmentId, environmentId),
        eq(azureApplications.kind, kind),
        tenant ? eq(azureApplications.tenant, tenant) : undefined,
      ),
    );
    return ok(
      rows.map(
        (row): ListedApplication => ({
          ...row,
          tenantName: tenants.find(({ id }) => id === row.tenant)?.name ?? "",
          serviceTypes: [...new Set(row.usedBy.map(({ type }) => type))],
        }),
      ),
    );
  },
});
