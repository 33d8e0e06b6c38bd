import { eq } from "drizzle-orm";
import { findApplication } from "@/lib/azure/graph/find-application";
import { getApplicationSettings } from "@/lib/azure/graph/get-application-settings";
import { grantApplicationPermission } from "@/lib/azure/graph/grant-application-permission";
import { grantDelegatedPermission } from "@/lib/azure/graph/grant-delegated-permission";
import { updateApplication } from "@/lib/azure/graph/update-application";
import { azureApplications } from "@/lib/db/schema";
import { OperationFailure, type StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { patiently, UNTIL_KNOWN } from "../operations/patiently";
import { administratorsGraph } from "./administrators-graph";
import { USER_IMPERSONATION, updatedClient, updatedServer } from "./application-settings";
import { findServerScope } from "./create-client-application.kind";
import { FOUND_OK } from "./found";
import {
  createServicePrincipalStep,
  learned,
  type NewApplicationFacts,
  newApplicationFacts,
} from "./new-application-steps";
import { UPDATE_APPLICATION_SETTINGS, type UpdatedSettings } from "./orders";
import { asRequiredAccess, findNeededPermissions } from "./resource-principals";

type Step = StepContext<UpdatedSettings, NewApplicationFacts>;

/** Only ever adds what is missing, so there is nothing to take back. */
export const updateApplicationSettingsKind = kindOf(UPDATE_APPLICATION_SETTINGS, {
  title: "Update of application settings",
  onFailure: "stop",
  facts: newApplicationFacts,
  steps: {
    "find-application": {
      needsAdministrator: true,
      run: async (step) => {
        const { clientId } = step.input;
        const found = await findApplication(administratorsGraph(step), { appId: clientId });
        if (!found) throw new OperationFailure("app-registration-gone", { appId: clientId });
        return { objectId: found.id, clientId };
      },
    },
    "update-application": {
      needsAdministrator: true,
      run: async (step) => {
        const graph = administratorsGraph(step);
        const id = learned(step.facts.objectId);
        const present = await getApplicationSettings(graph, id);
        const { kind, clientId, serviceTypes, serverClientIds } = step.input;
        if (kind === "server") {
          const needed = asRequiredAccess(await findNeededPermissions(graph, serviceTypes));
          await updateApplication(graph, id, updatedServer(present, needed, step.operation.id));
          return undefined;
        }
        const needed = await Promise.all(
          serverClientIds.map(async (resourceAppId) => {
            const { scopeId } = await findServerScope(graph, resourceAppId);
            return { resourceAppId, resourceAccess: [{ id: scopeId, type: "Scope" as const }] };
          }),
        );
        await updateApplication(graph, id, updatedClient(present, needed, clientId));
        return undefined;
      },
    },
    "create-service-principal": createServicePrincipalStep(),
    "grant-consent": {
      needsAdministrator: true,
      run: async (step) => {
        if (step.input.kind === "server") await grantToServer(step);
        else await grantToClient(step);
        return { found: FOUND_OK };
      },
    },
    "save-settings": {
      run: async () => undefined,
      commit: async (tx, { thread, operation, facts }) => {
        if (!operation.applicationId) return;
        await tx
          .update(azureApplications)
          .set({ settingsUpdatedAt: thread.clock.now(), objectId: learned(facts.objectId) })
          .where(eq(azureApplications.id, operation.applicationId));
      },
    },
  },
});

async function grantToServer(step: Step): Promise<void> {
  const graph = administratorsGraph(step);
  const clientId = learned(step.facts.servicePrincipalId);
  for (const { resource, appRoleId } of await findNeededPermissions(graph, step.input.serviceTypes)) {
    const permission = { clientId, resourceId: resource.id, appRoleId };
    await patiently(step, UNTIL_KNOWN, () => grantApplicationPermission(graph, permission));
  }
}

async function grantToClient(step: Step): Promise<void> {
  const graph = administratorsGraph(step);
  const clientId = learned(step.facts.servicePrincipalId);
  for (const serverClientId of step.input.serverClientIds) {
    const { principalId: resourceId } = await findServerScope(graph, serverClientId);
    const permission = { clientId, resourceId, scope: USER_IMPERSONATION };
    await patiently(step, UNTIL_KNOWN, () => grantDelegatedPermission(graph, permission));
  }
}
