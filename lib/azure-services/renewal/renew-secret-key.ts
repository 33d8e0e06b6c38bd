import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { orderRenewal } from "./order-renewal";

/**
 * **Renew Secret Key** of an app that this product created (reference/azure-services.md §9): as the administrator who
 * signed in a new key is made, proved and put in the old one's place.
 */
export const renewSecretKey = defineCommand({
  name: "renew-secret-key",
  action: "azure-apps.renew-secret",
  input: z.object({
    applicationId: z.guid(),
    signInId: z.guid(),
    validityYears: z.union([z.literal(1), z.literal(2)]),
  }),
  async run(ctx, order) {
    const refusal = await whyNotOnline(ctx.db);
    return refusal ? fail(refusal) : orderRenewal(ctx, order);
  },
  audit: ({ applicationId }, { name, clientId, newExpiry }) => ({
    messageId: 60022,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, newExpiry],
  }),
});
