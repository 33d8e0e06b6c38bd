import { z } from "zod";
import { namedSecrets } from "./hand-over/sealed-secrets";

/** What a move of the role learns in its course, for its report. */
export const moveFacts = z
  .object({
    /** When the lease of a holder that did not answer was over. */
    leaseEndedAt: z.string(),
    holderSilent: z.boolean(),
    handedOver: namedSecrets,
    renewalRequired: namedSecrets,
    /** Names of updates that were ready, whose files the new server fetches once more. */
    fetchedAnew: z.array(z.string()),
    /** Of an expansion: consent to pre-release features was given, and is to be given again. */
    consentWithdrawn: z.boolean(),
  })
  .partial();

export type MoveFacts = z.infer<typeof moveFacts>;
