import { addPassword } from "@/lib/azure/graph/add-password";
import { createApplication } from "@/lib/azure/graph/create-application";
import { grantApplicationPermission } from "@/lib/azure/graph/grant-application-permission";
import { listPasswords } from "@/lib/azure/graph/list-passwords";
import { removePassword } from "@/lib/azure/graph/remove-password";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import { clientSecretPurpose } from "../model";
import { OperationFailure, type StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { patiently, UNTIL_KNOWN, UNTIL_SECRET_WORKS } from "../operations/patiently";
import { endOfValidity } from "../renewal/end-of-validity";
import { secretNameOf } from "../renewal/secret-name";
import { resourceOf } from "../services/resource-of";
import { administratorsGraph } from "./administrators-graph";
import { serverApplication } from "./application-settings";
import { FOUND_OK } from "./found";
import {
  createApplicationStep,
  createServicePrincipalStep,
  learned,
  type NewApplicationFacts,
  newApplicationFacts,
} from "./new-application-steps";
import { CREATE_SERVER_APPLICATION, type CreatedServerApplication } from "./orders";
import { asRequiredAccess, findNeededPermissions } from "./resource-principals";
import { saveNewApplication } from "./save-new-application";

type Step = StepContext<CreatedServerApplication, NewApplicationFacts>;

/**
 * **Create** of a web app (reference/azure-services.md §4.4). Azure tells a secret once, so it is sealed in the moment it
 * is told; the rows of the product come last, when a token was had with it.
 */
export const createServerApplicationKind = kindOf(CREATE_SERVER_APPLICATION, {
  title: "Creation of an application",
  onFailure: "stop",
  facts: newApplicationFacts,
  steps: {
    "create-application": createApplicationStep(async (step) => {
      const { operation, input } = step;
      const graph = administratorsGraph(step);
      const permissions = asRequiredAccess(await findNeededPermissions(graph, [input.serviceType]));
      const settings = serverApplication({ ...input, scopeId: operation.id, permissions });
      const { id, appId } = await patiently(step, UNTIL_KNOWN, () =>
        createApplication(graph, operation.id, settings),
      );
      return { objectId: id, clientId: appId };
    }),
    "create-service-principal": createServicePrincipalStep(),
    "grant-consent": {
      needsAdministrator: true,
      run: async (step) => {
        const graph = administratorsGraph(step);
        const clientId = learned(step.facts.servicePrincipalId);
        for (const { resource, appRoleId } of await findNeededPermissions(graph, [step.input.serviceType])) {
          const permission = { clientId, resourceId: resource.id, appRoleId };
          await patiently(step, UNTIL_KNOWN, () => grantApplicationPermission(graph, permission));
        }
        return { found: FOUND_OK };
      },
    },
    "create-secret": { needsAdministrator: true, run: createSecret },
    "prove-secret": {
      run: async (step) => {
        const { tenantId, serviceType } = step.input;
        const clientId = learned(step.facts.clientId);
        const secret = await step.unsealSecret(clientSecretPurpose(tenantId, clientId));
        if (secret === null) throw new OperationFailure("secret-unreadable", { app: clientId });
        const resource = await resourceOf(step.thread.db, step.operation.environmentId, serviceType);
        const proof = { tenantId, clientId, secret, resource };
        await patiently(step, UNTIL_SECRET_WORKS, () => proveClientSecret(step.azure, proof));
        return undefined;
      },
    },
    "save-application": {
      run: async () => undefined,
      commit: async (tx, { thread, operation, input, facts, sealedSecret }) => {
        const now = thread.clock.now();
        const { sealed, sealedTo } = learned(sealedSecret ?? undefined);
        await saveNewApplication(tx, {
          operation,
          tenant: { tenantId: input.tenantId, name: input.tenantName, domain: input.tenantDomain },
          application: {
            kind: "server",
            name: input.name,
            clientId: learned(facts.clientId),
            objectId: learned(facts.objectId),
            appIdUri: input.appIdUri,
            homePageUrl: input.homePageUrl,
            settingsUpdatedAt: now,
          },
          secret: {
            sealed,
            sealedTo,
            keyId: learned(facts.keyId),
            expiresAt: new Date(learned(facts.secretExpiresAt)),
            createdAt: now,
            provedAt: now,
          },
          at: now,
        });
      },
    },
  },
});

/** One that an earlier attempt may have made cannot be known any more: it is removed by the operation's name first. */
async function createSecret(step: Step): Promise<NewApplicationFacts> {
  const { operation, input, facts, sealedSecret, thread } = step;
  if (facts.keyId && sealedSecret) return {};
  const graph = administratorsGraph(step);
  const id = learned(facts.objectId);
  const name = secretNameOf(operation.id);
  const present = await patiently(step, UNTIL_KNOWN, () => listPasswords(graph, id));
  for (const orphan of present.filter((password) => password.name === name))
    await removePassword(graph, id, orphan.keyId);
  const endsAt = endOfValidity(thread.clock.now(), input.validityYears);
  const made = await patiently(step, UNTIL_KNOWN, () => addPassword(graph, id, { name, endsAt }));
  const purpose = clientSecretPurpose(input.tenantId, learned(facts.clientId));
  const noted = { keyId: made.keyId, secretExpiresAt: made.endsAt.toISOString() };
  await step.remember(noted, { purpose, secret: made.secretText });
  return noted;
}
