import { z } from "zod";

/** What a renewal learns on its way. */
export const renewalFacts = z
  .object({
    /** Of the app registration in the directory. */
    objectId: z.guid(),
    appName: z.string(),
    /** Name of the key that was, or may have been, made; null when Azure surely made none. */
    keyName: z.string().nullable(),
    keyId: z.guid(),
    secretExpiresAt: z.iso.datetime(),
    /** `keyId` of the key that was in use before; null when this product did not make it, or there was none. */
    oldKeyId: z.guid().nullable(),
    /** Until then the old key stays, so that nothing breaks that still holds a token or is asked by a slow server. */
    graceEndsAt: z.iso.datetime(),
    isOldWiped: z.boolean(),
  })
  .partial();
export type RenewalFacts = z.infer<typeof renewalFacts>;
