import { z } from "zod";
import { type AzureNeed, SUBSCRIPTION_GRANTORS } from "../azure-need";
import type { Arm } from "./arm-client";

export interface Location {
  /** Without spaces, e.g. `westeurope`. */
  name: string;
  displayName: string;
}

const NEED = {
  permission: "Microsoft.Resources/subscriptions/locations/read",
  grantedBy: SUBSCRIPTION_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const locationSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  metadata: z.object({ regionType: z.string().nullish() }).nullish(),
});

/** The regions of a subscription in which something can be placed (reference/protocols/arm.md §4). @throws AzureError */
export async function listLocations(arm: Arm, subscriptionId: string): Promise<Location[]> {
  const locations = await arm.list({
    need: NEED,
    element: locationSchema,
    of: ({ subscriptions }) => subscriptions.subscriptions.listLocations(subscriptionId),
  });
  return locations
    .filter(({ metadata }) => metadata?.regionType !== "Logical")
    .map(({ name, displayName }) => ({ name, displayName }));
}
