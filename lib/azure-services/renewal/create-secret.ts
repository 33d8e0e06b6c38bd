import { AzureError } from "@/lib/azure/azure-error";
import { addPassword } from "@/lib/azure/graph/add-password";
import type { Graph } from "@/lib/azure/graph/graph-client";
import { listPasswords } from "@/lib/azure/graph/list-passwords";
import { removePassword } from "@/lib/azure/graph/remove-password";
import { administratorsGraph } from "../applications/administrators-graph";
import { learned } from "../applications/new-application-steps";
import { clientSecretPurpose } from "../model";
import { OperationFailure, type OperationStep, type StepContext } from "../operations/model";
import { patiently, UNTIL_KNOWN } from "../operations/patiently";
import { endOfValidity } from "./end-of-validity";
import type { RenewedSecret } from "./orders";
import type { RenewalFacts } from "./renewal-facts";
import { readOrphanNames, secretNameOf } from "./secret-name";
import { REFUSALS, renewalNotAllowed } from "./who-may-renew";

type Step = StepContext<RenewedSecret, RenewalFacts>;

/** What a renewal that was stopped or killed may have left in Azure; nobody can know these keys any more. */
async function removeOrphans(step: Step, graph: Graph, id: string): Promise<void> {
  const orphans = await readOrphanNames(step.thread.db, step.operation);
  for (const { name, keyId } of await listPasswords(graph, id))
    if (orphans.has(name) && keyId !== step.facts.keyId) await removePassword(graph, id, keyId);
}

async function run(step: Step): Promise<RenewalFacts> {
  const { operation, input, facts, sealedSecret, thread } = step;
  if (facts.keyId && sealedSecret) return {};
  const graph = administratorsGraph(step);
  const id = learned(facts.objectId);
  await removeOrphans(step, graph, id);
  const endsAt = endOfValidity(thread.clock.now(), input.validityYears);
  const name = secretNameOf(operation.id);
  // Noted before Azure is asked: from here on there may be a key of this name.
  await step.remember({ keyName: name });
  const made = await addPassword(graph, id, { name, endsAt }).catch((error: unknown) =>
    refused(step, graph, id, error),
  );
  const noted = { keyId: made.keyId, secretExpiresAt: made.endsAt.toISOString() };
  const purpose = clientSecretPurpose(input.tenantId, input.clientId);
  await step.remember(noted, { purpose, secret: made.secretText });
  thread.log.info(
    `A new secret key ${made.keyId} of ${input.name} was made, valid until ${noted.secretExpiresAt}`,
  );
  return noted;
}

/** The answer was lost, or nobody can read it. */
const MAY_BE_MADE: readonly string[] = ["outcome-unknown", "azure-answer-invalid"];

/** @throws OperationFailure that names who could, when it is about that; else the error itself */
async function refused(step: Step, graph: Graph, id: string, error: unknown): Promise<never> {
  if (!(error instanceof AzureError) || MAY_BE_MADE.includes(error.code)) throw error;
  // Azure surely made none, so there is none to be looked for.
  await step.remember({ keyName: null });
  if (!step.administrator || !REFUSALS.includes(error.code)) throw error;
  throw await renewalNotAllowed(graph, step.administrator, { id, name: step.input.name });
}

/**
 * Removes the key that was made, or may have been. A key whose making was not answered may be seen late.
 * @throws OperationFailure when it is not seen in time: there may be one all the same
 */
async function undo(step: Step): Promise<void> {
  const { keyId, keyName, objectId } = step.facts;
  if (!objectId || !keyName) return;
  const graph = administratorsGraph(step);
  if (keyId) {
    await removePassword(graph, objectId, keyId);
    return removeOrphans(step, graph, objectId);
  }
  await patiently(step, UNTIL_SEEN, async () => {
    const made = (await listPasswords(graph, objectId)).filter(({ name }) => name === keyName);
    if (made.length === 0) throw new OperationFailure("secret-not-seen", { name: keyName });
    for (const password of made) await removePassword(graph, objectId, password.keyId);
  });
}

const UNTIL_SEEN = { ...UNTIL_KNOWN, codes: ["secret-not-seen"] };

/** Azure tells a key once, so it is sealed in the moment it is told. */
export const createSecretStep: Omit<OperationStep<RenewedSecret, RenewalFacts>, "id"> = {
  needsAdministrator: true,
  run,
  undo,
  leftover: ({ appName, keyName }) => (keyName ? { app: appName ?? "?", name: keyName } : null),
};

/** The old key, once the new one works everywhere; and what earlier attempts left. */
export const removeOldSecretStep: Omit<OperationStep<RenewedSecret, RenewalFacts>, "id"> = {
  needsAdministrator: true,
  run: async (step) => {
    const { oldKeyId, isOldWiped } = step.facts;
    if (!isOldWiped) throw new OperationFailure("old-secret-kept", { app: step.input.name });
    const graph = administratorsGraph(step);
    const id = learned(step.facts.objectId);
    if (oldKeyId) {
      await removePassword(graph, id, oldKeyId);
      step.thread.log.info(`The old secret key ${oldKeyId} of ${step.input.name} was removed in Azure AD`);
    }
    await removeOrphans(step, graph, id);
    return undefined;
  },
  leftover: ({ appName, oldKeyId }) => (oldKeyId ? { app: appName ?? "?", keyId: oldKeyId } : null),
};
