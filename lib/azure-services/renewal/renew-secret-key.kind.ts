import { findApplication } from "@/lib/azure/graph/find-application";
import { administratorsGraph } from "../applications/administrators-graph";
import { learned } from "../applications/new-application-steps";
import { OperationFailure, type StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { UNTIL_SECRET_WORKS } from "../operations/patiently";
import { createSecretStep, removeOldSecretStep } from "./create-secret";
import { RENEW_SECRET_KEY, type RenewedSecret } from "./orders";
import { proveNewSecret } from "./prove-new-secret";
import { proveServices } from "./prove-services";
import { type RenewalFacts, renewalFacts } from "./renewal-facts";
import {
  proveBeforeWiping,
  readWhatIsReplaced,
  switchSecret,
  whenGraceEnds,
  wipeOldSecrets,
} from "./switch-secret";
import { renewalNotAllowed, surelyMayNot } from "./who-may-renew";

/**
 * The key in use stays in use until the new one is proved and takes its place; a failure before that removes the new
 * one, a failure after it leaves the old one where it is and says so.
 */
export const renewSecretKeyKind = kindOf(RENEW_SECRET_KEY, {
  title: "Renewal of a secret key",
  onFailure: "undo",
  facts: renewalFacts,
  steps: {
    "find-application": { needsAdministrator: true, run: findRegistration },
    "create-secret": createSecretStep,
    "prove-secret": {
      run: async (step) => {
        await proveNewSecret(step, UNTIL_SECRET_WORKS);
        return undefined;
      },
    },
    "switch-secret": {
      pointOfNoReturn: true,
      run: readWhatIsReplaced,
      commit: (tx, step) => switchSecret(tx, step, new Date(learned(step.facts.secretExpiresAt))),
    },
    "prove-services": {
      run: async (step) => {
        await proveServices(step);
        return undefined;
      },
    },
    "wipe-old-secret": { notBefore: whenGraceEnds, run: proveBeforeWiping, commit: wipeOldSecrets },
    "remove-old-secret": removeOldSecretStep,
  },
});

async function findRegistration(step: StepContext<RenewedSecret, RenewalFacts>): Promise<RenewalFacts> {
  const { input, administrator } = step;
  const graph = administratorsGraph(step);
  const found = await findApplication(graph, { appId: input.clientId });
  if (!found) throw new OperationFailure("app-registration-gone", { appId: input.clientId });
  if (administrator && (await surelyMayNot(graph, administrator, found.id)))
    throw await renewalNotAllowed(graph, administrator, { id: found.id, name: input.name });
  return { objectId: found.id, appName: input.name };
}
