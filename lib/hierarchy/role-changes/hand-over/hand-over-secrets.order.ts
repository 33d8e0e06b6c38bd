import { z } from "zod";
import { namedSecrets } from "./sealed-secrets";

/** What asking for it needs, without what does it. */
export const HAND_OVER_SECRETS = {
  kind: "hand-over-secrets",
  input: z.object({ changeId: z.guid() }),
};

/** What the old server tells of it. */
export const handedOver = z.object({
  handedOver: namedSecrets,
  /** It could not open them itself any more. */
  renewalRequired: namedSecrets,
});
