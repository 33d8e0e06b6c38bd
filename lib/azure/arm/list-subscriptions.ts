import { z } from "zod";
import { type AzureNeed, SUBSCRIPTION_GRANTORS } from "../azure-need";
import type { Arm } from "./arm-client";

export interface Subscription {
  id: string;
  name: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled` or `Deleted`: only in the first two something can be made. */
  state: string;
}

const NEED = {
  permission: "Microsoft.Resources/subscriptions/read",
  grantedBy: SUBSCRIPTION_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const subscriptionSchema = z
  .object({ subscriptionId: z.guid(), displayName: z.string(), state: z.string() })
  .transform(
    ({ subscriptionId, displayName, state }): Subscription => ({
      id: subscriptionId,
      name: displayName,
      state,
    }),
  );

/** The subscriptions that whoever asks can see; none is no failure (reference/protocols/arm.md §4). @throws AzureError */
export const listSubscriptions = (arm: Arm): Promise<Subscription[]> =>
  arm.list({
    need: NEED,
    element: subscriptionSchema,
    of: (client) => client.subscriptions.list(),
  });
