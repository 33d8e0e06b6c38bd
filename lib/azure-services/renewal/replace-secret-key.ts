import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { typed } from "../fields";
import { orderReplacement } from "./order-renewal";

/**
 * **Renew Secret Key** with a key that was made in the Azure portal (reference/azure-services.md §9): it is proved before it
 * takes the old one's place. The old one stays valid in Azure until the administrator removes it there.
 */
export const replaceSecretKey = defineCommand({
  name: "replace-secret-key",
  action: "azure-apps.renew-secret",
  input: z.object({
    applicationId: z.guid(),
    secret: typed,
    /** `YYYY-MM-DD`, as the Azure portal shows it. */
    secretExpiresAt: typed,
  }),
  async run(ctx, order) {
    const refusal = await whyNotOnline(ctx.db);
    return refusal ? fail(refusal) : orderReplacement(ctx, order);
  },
  audit: ({ applicationId }, { name, clientId, newExpiry }) => ({
    messageId: 60022,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, newExpiry],
  }),
});
