import type { z } from "zod";
import { openAppSession } from "@/lib/azure/open-app-session";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import { clientSecretPurpose } from "../model";
import { failureOf } from "../operations/failure-of";
import { OperationFailure, type StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { askFirstQuestion } from "../services/connection-questions";
import { resourceOf } from "../services/resource-of";
import { CONSENT_CODES, FOUND_OK, verificationFacts } from "./found";
import { type ImportedServerApplication, VERIFY_APPLICATION } from "./orders";

type Step = StepContext<ImportedServerApplication, z.infer<typeof verificationFacts>>;

/**
 * The secret must work. A permission may still be missing: whoever can grant it need not be who imports the app, so that
 * is only noted with the app.
 */
export const verifyApplicationKind = kindOf(VERIFY_APPLICATION, {
  title: "Verification of an application",
  onFailure: "undo",
  keepsSecret: true,
  facts: verificationFacts,
  steps: {
    "ask-token": {
      run: async (step) => {
        await proveClientSecret(step.azure, {
          ...(await credentialOf(step)),
          resource: await resourceOfStep(step),
        });
        return { sealedTo: step.sealedSecret?.sealedTo };
      },
    },
    "check-permissions": {
      run: async (step) => {
        const session = openAppSession(step.azure, await credentialOf(step));
        try {
          await askFirstQuestion(step.azure, session, step.input.serviceType, await resourceOfStep(step));
          return { found: FOUND_OK };
        } catch (error) {
          const found = failureOf(error);
          if (!found || !CONSENT_CODES.includes(found.code)) throw error;
          return { found };
        } finally {
          session.close();
        }
      },
    },
  },
});

const resourceOfStep = ({ thread, operation, input }: Step) =>
  resourceOf(thread.db, operation.environmentId, input.serviceType);

async function credentialOf({ input, unsealSecret }: Step) {
  const { tenantId, clientId } = input;
  const secret = await unsealSecret(clientSecretPurpose(tenantId, clientId));
  if (secret === null) throw new OperationFailure("secret-unreadable", { app: clientId });
  return { tenantId, clientId, secret };
}
