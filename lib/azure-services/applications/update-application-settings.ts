import { eq } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Database } from "@/lib/db/connection";
import { azureApplications, azureServices } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { requestOperation } from "../operations/request-operation";
import { findSignedIn } from "../sign-in/find-signed-in";
import { lockApplication } from "./lock-application";
import { UPDATE_APPLICATION_SETTINGS } from "./orders";
import { serviceTypesOf } from "./service-types-of";

/**
 * **Update application settings** (reference/azure-services.md §7): sets anew in Azure what the services that use the app
 * need of it, and consents to it. What others set there stays.
 */
export const updateApplicationSettings = defineCommand({
  name: "update-application-settings",
  action: "azure-apps.manage",
  input: z.object({ signInId: z.guid(), applicationId: z.guid() }),
  async run(ctx, { signInId, applicationId }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const found = await lockApplication(ctx.db, applicationId);
    if (!found) return fail("application-not-found", { field: "applicationId" });
    const { application, tenant } = found;
    const account = await findSignedIn(ctx, signInId, tenant.environmentId);
    if (!account.ok) return account;
    if (account.value.tenantId !== tenant.tenantId)
      return fail("sign-in-of-another-tenant", { field: "signInId", params: { tenant: tenant.name } });
    const operationId = await requestOperation(ctx, UPDATE_APPLICATION_SETTINGS, {
      environmentId: tenant.environmentId,
      signInId,
      applicationId,
      input: {
        tenantId: tenant.tenantId,
        kind: application.kind,
        clientId: application.clientId,
        serviceTypes: await serviceTypesOf(ctx.db, applicationId),
        serverClientIds: await serverClientIdsOf(ctx.db, applicationId),
      },
    });
    return ok({ operationId, name: application.name, clientId: application.clientId });
  },
  audit: ({ applicationId }, { name, clientId }) => ({
    messageId: 60021,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, "settings updated"],
  }),
});

async function serverClientIdsOf(db: Database, clientApplicationId: string): Promise<string[]> {
  const rows = await db
    .select({ clientId: azureApplications.clientId })
    .from(azureServices)
    .innerJoin(azureApplications, eq(azureApplications.id, azureServices.serverApplicationId))
    .where(eq(azureServices.clientApplicationId, clientApplicationId));
  return [...new Set(rows.map(({ clientId }) => clientId))];
}
