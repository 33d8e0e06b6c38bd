import { eq } from "drizzle-orm";
import { createApplication } from "@/lib/azure/graph/create-application";
import { findServicePrincipal } from "@/lib/azure/graph/find-service-principal";
import { grantDelegatedPermission } from "@/lib/azure/graph/grant-delegated-permission";
import type { Graph } from "@/lib/azure/graph/graph-client";
import { updateApplication } from "@/lib/azure/graph/update-application";
import { azureApplications, azureTenants } from "@/lib/db/schema";
import { OperationFailure } from "../operations/model";
import { kindOf } from "../operations/order";
import { patiently, UNTIL_KNOWN } from "../operations/patiently";
import { administratorsGraph } from "./administrators-graph";
import { brokerRedirectUri, clientApplication, USER_IMPERSONATION } from "./application-settings";
import { FOUND_OK } from "./found";
import {
  createApplicationStep,
  createServicePrincipalStep,
  learned,
  newApplicationFacts,
} from "./new-application-steps";
import { CREATE_CLIENT_APPLICATION } from "./orders";
import { saveNewApplication } from "./save-new-application";

/** **Create** of a native app (reference/azure-services.md §4.5): it has no secret. */
export const createClientApplicationKind = kindOf(CREATE_CLIENT_APPLICATION, {
  title: "Creation of a native application",
  onFailure: "stop",
  facts: newApplicationFacts,
  steps: {
    "create-application": createApplicationStep(async (step) => {
      const { operation, input } = step;
      const graph = administratorsGraph(step);
      const { scopeId } = await findServerScope(graph, input.serverClientId);
      const permissions = [
        { resourceAppId: input.serverClientId, resourceAccess: [{ id: scopeId, type: "Scope" as const }] },
      ];
      const { id, appId } = await patiently(step, UNTIL_KNOWN, () =>
        createApplication(graph, operation.id, clientApplication({ ...input, permissions })),
      );
      const redirectUris = [input.replyUrl, brokerRedirectUri(appId)];
      await patiently(step, UNTIL_KNOWN, () =>
        updateApplication(graph, id, { publicClient: { redirectUris } }),
      );
      return { objectId: id, clientId: appId };
    }),
    "create-service-principal": createServicePrincipalStep(),
    "grant-consent": {
      needsAdministrator: true,
      run: async (step) => {
        const graph = administratorsGraph(step);
        const { principalId } = await findServerScope(graph, step.input.serverClientId);
        const clientId = learned(step.facts.servicePrincipalId);
        const permission = { clientId, resourceId: principalId, scope: USER_IMPERSONATION };
        await patiently(step, UNTIL_KNOWN, () => grantDelegatedPermission(graph, permission));
        return { found: FOUND_OK };
      },
    },
    "save-application": {
      run: async () => undefined,
      commit: async (tx, { thread, operation, input, facts }) => {
        const [server] = await tx
          .select({ tenantId: azureTenants.tenantId, name: azureTenants.name, domain: azureTenants.domain })
          .from(azureApplications)
          .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
          .where(eq(azureApplications.id, input.serverApplicationId));
        if (!server) throw new OperationFailure("application-not-found");
        const now = thread.clock.now();
        await saveNewApplication(tx, {
          operation,
          tenant: server,
          application: {
            kind: "client",
            name: input.name,
            clientId: learned(facts.clientId),
            objectId: learned(facts.objectId),
            replyUrl: input.replyUrl,
            settingsUpdatedAt: now,
          },
          secret: null,
          at: now,
        });
      },
    },
  },
});

/** What a native app is allowed at a server app. @throws OperationFailure when the server app offers nothing */
export async function findServerScope(
  graph: Graph,
  serverClientId: string,
): Promise<{ principalId: string; scopeId: string }> {
  const principal = await findServicePrincipal(graph, serverClientId);
  const scopeId = principal?.scopes.get(USER_IMPERSONATION);
  if (!principal || !scopeId)
    throw new OperationFailure("server-app-without-scope", {
      appId: serverClientId,
      scope: USER_IMPERSONATION,
    });
  return { principalId: principal.id, scopeId };
}
