"use client";

import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import { useLiveQuery } from "../live/use-live-query";

/** Returns the function that says how an administrator can sign in to a cloud; nothing while that is not known. */
export function useSignInMethods(): (environmentId: string) => AzureEnvironmentChoice["signInMethods"] {
  const { data: environments = [] } = useLiveQuery("listEnvironments");
  return (environmentId) => environments.find(({ id }) => id === environmentId)?.signInMethods ?? [];
}
