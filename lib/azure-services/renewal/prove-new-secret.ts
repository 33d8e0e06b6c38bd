import type { AzureResource } from "@/lib/azure/azure-session";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import type { Database } from "@/lib/db/connection";
import { serviceTypesOf } from "../applications/service-types-of";
import { clientSecretPurpose } from "../model";
import { OperationFailure, type StepContext } from "../operations/model";
import { type Patience, patiently } from "../operations/patiently";
import { resourceOf } from "../services/resource-of";
import type { RenewalFacts } from "./renewal-facts";

/** What both ways to another key know of the app. */
export interface SecretOwner {
  tenantId: string;
  clientId: string;
  name: string;
}

export type RenewalStep = StepContext<SecretOwner, RenewalFacts>;

/**
 * That a token can be had with the new key for all that the services of the app ask for.
 * @throws AzureError `secret-wrong` when it still is not known after all patience …; OperationFailure
 */
export async function proveNewSecret(step: RenewalStep, patience: Patience): Promise<void> {
  const { tenantId, clientId, name } = step.input;
  const secret = await step.unsealSecret(clientSecretPurpose(tenantId, clientId));
  if (secret === null) throw new OperationFailure("secret-unreadable", { app: name });
  for (const resource of await resourcesOf(step.thread.db, step.operation)) {
    const proof = { tenantId, clientId, secret, resource };
    await patiently(step, patience, () => proveClientSecret(step.azure, proof));
  }
}

/** An app that no service uses can still ask for Graph. */
async function resourcesOf(
  db: Database,
  { applicationId, environmentId }: RenewalStep["operation"],
): Promise<Set<AzureResource>> {
  const types = applicationId ? await serviceTypesOf(db, applicationId) : [];
  const resources = new Set<AzureResource>();
  for (const type of types) resources.add(await resourceOf(db, environmentId, type));
  return resources.size > 0 ? resources : new Set<AzureResource>(["graph"]);
}
