import { eq } from "drizzle-orm";
import { azureOperations } from "@/lib/db/schema";
import type { StepContext } from "../operations/model";
import { kindOf } from "../operations/order";
import { UNTIL_ENTERED_SECRET_WORKS } from "../operations/patiently";
import { REPLACE_SECRET_KEY, type ReplacedSecret } from "./orders";
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

type Step = StepContext<ReplacedSecret, RenewalFacts>;

/** The entered key takes the place of the one in use when a token was had with it; until then nothing changes. */
export const replaceSecretKeyKind = kindOf(REPLACE_SECRET_KEY, {
  title: "Replacement of a secret key",
  onFailure: "undo",
  facts: renewalFacts,
  steps: {
    "prove-secret": {
      run: async (step) => {
        await proveNewSecret(step, UNTIL_ENTERED_SECRET_WORKS);
        return undefined;
      },
    },
    "switch-secret": {
      pointOfNoReturn: true,
      run: readWhatIsReplaced,
      commit: (tx, step: Step) => switchSecret(tx, step, new Date(step.input.secretExpiresAt)),
    },
    "prove-services": {
      run: async (step) => {
        await proveServices(step);
        return undefined;
      },
    },
    "wipe-old-secret": {
      notBefore: whenGraceEnds,
      run: proveBeforeWiping,
      commit: async (tx, step) => {
        await wipeOldSecrets(tx, step);
        // This product did not make the old key, and does not know which of those in Azure AD it is.
        const leftovers = [{ what: "wipe-old-secret", params: { app: step.input.name } }];
        await tx.update(azureOperations).set({ leftovers }).where(eq(azureOperations.id, step.operation.id));
      },
    },
  },
});
