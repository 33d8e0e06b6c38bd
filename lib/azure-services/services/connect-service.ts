import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { type AzureServiceType, azureServices } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { findRoleHolderKey } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { lockApplication } from "../applications/lock-application";
import { serviceTypeField } from "../applications/orders";
import { readCurrentSecret } from "../applications/read-current-secret";
import { parseName, typed } from "../fields";
import { findEnvironmentFor } from "../find-environment";
import { SERVICE_RULES } from "../model";
import { requestOperation } from "../operations/request-operation";
import { CONNECT_SERVICE } from "./orders";
import { conflictOf, findNameConflict, findTypeConflict } from "./service-conflicts";

const input = z.object({
  type: serviceTypeField,
  name: typed,
  description: typed,
  serverApplicationId: z.guid(),
  clientApplicationId: z.guid().nullable(),
  /** Of the service's own page; what is in it is the service's to say. */
  settings: z.record(z.string(), z.json()),
});

/**
 * The end of the Azure Services wizard (reference/azure-services.md §4). The service has its row, and its name, at once;
 * it is *configuring* until Azure was asked, and gone again when that is given up.
 */
export const connectService = defineCommand({
  name: "connect-service",
  action: "azure-services.manage",
  alsoAction: async (_, { type }) => SERVICE_RULES[type].action,
  input,
  async run(ctx, { type, serverApplicationId, clientApplicationId, settings, ...entered }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const name = parseName(entered.name);
    if (!name) return fail("name-malformed", { field: "name" });
    const description = entered.description.trim();
    const server = await lockApplication(ctx.db, serverApplicationId);
    if (server?.application.kind !== "server")
      return fail("application-not-found", { field: "serverApplicationId" });
    const { tenant, application } = server;
    const environment = await findEnvironmentFor(ctx.db, tenant.environmentId, type, null);
    if (!environment.ok) return environment;
    const clientApp = await checkClientApp(ctx.db, type, clientApplicationId, tenant.id);
    if (!clientApp.ok) return clientApp;
    const conflict = (await findNameConflict(ctx.db, name)) ?? (await findTypeConflict(ctx.db, type, tenant));
    if (conflict) return conflict;
    const secret = await readCurrentSecret(ctx.db, serverApplicationId);
    if (!secret?.sealed || secret.sealedTo !== (await findRoleHolderKey(ctx.db))?.fingerprint)
      return fail("secret-unreadable", { field: "serverApplicationId", params: { app: application.name } });
    try {
      const [service] = await ctx.db
        .insert(azureServices)
        .values({
          type,
          name,
          description,
          tenant: tenant.id,
          serverApplicationId,
          clientApplicationId,
          settings,
          createdAt: ctx.clock.now(),
          createdBy: actorName(ctx.actor),
        })
        .returning({ id: azureServices.id });
      if (!service) throw new Error("the service was not written");
      const { tenantId, environmentId } = tenant;
      const serviceId = service.id;
      const operationId = await requestOperation(ctx, CONNECT_SERVICE, {
        environmentId,
        serviceId,
        input: { serviceId, type, serverApplicationId, tenantId, clientId: application.clientId },
      });
      return ok({ serviceId, operationId, name, tenantId });
    } catch (error) {
      const found = conflictOf(error);
      if (!found) throw error;
      return fail(found.code, { field: found.field, params: { name, type, tenant: tenant.name } });
    }
  },
  audit: (_, { serviceId, name, tenantId }) => ({
    messageId: 60020,
    objectType: "azure-service",
    objectId: serviceId,
    strings: [name, tenantId, "created"],
  }),
});

type ClientAppFailure =
  | "client-app-needed"
  | "client-app-not-offered"
  | "application-not-found"
  | "client-app-of-another-tenant";

/** Cloud Management alone has a native app; it is one of the same tenant, and with that of the same cloud. */
async function checkClientApp(
  db: Database,
  type: AzureServiceType,
  clientApplicationId: string | null,
  tenant: string,
): Promise<Result<null, ClientAppFailure>> {
  const field = "clientApplicationId";
  if (!clientApplicationId)
    return SERVICE_RULES[type].clientApp ? fail("client-app-needed", { field, params: { type } }) : ok(null);
  if (!SERVICE_RULES[type].clientApp) return fail("client-app-not-offered", { field, params: { type } });
  const client = await lockApplication(db, clientApplicationId);
  if (client?.application.kind !== "client") return fail("application-not-found", { field });
  return client.tenant.id === tenant ? ok(null) : fail("client-app-of-another-tenant", { field });
}
