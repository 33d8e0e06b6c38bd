import { z } from "zod";
import { type AzureNeed, SUBSCRIPTION_GRANTORS } from "../azure-need";
import type { Arm } from "./arm-client";

export interface ResourceGroup {
  name: string;
  location: string;
}

const NEED = {
  permission: "Microsoft.Resources/subscriptions/resourceGroups/read",
  grantedBy: SUBSCRIPTION_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const resourceGroupSchema = z
  .object({ name: z.string(), location: z.string() })
  .transform(({ name, location }): ResourceGroup => ({ name, location }));

/** The resource groups of a subscription (reference/protocols/arm.md §5). @throws AzureError */
export const listResourceGroups = (arm: Arm, subscriptionId: string): Promise<ResourceGroup[]> =>
  arm.list({
    need: NEED,
    element: resourceGroupSchema,
    of: ({ resourcesOf }) => resourcesOf(subscriptionId).resourceGroups.list(),
  });
