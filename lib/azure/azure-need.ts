/**
 * What a call needs, said with the call itself, so that a refusal can name it. Permissions of Graph by their value,
 * those of Azure Resource Manager by the action.
 */
export interface AzureNeed {
  /** The least that suffices. */
  permission: string;
  /** Who can grant the permission to an app. */
  grantedBy: readonly string[];
  /** With which of these an administrator may, when he asks himself; empty when every account may. */
  allowedTo: readonly string[];
}

const GLOBAL = "Global Administrator";
export const APPLICATION_ADMINISTRATORS = [
  "Application Administrator",
  "Cloud Application Administrator",
  GLOBAL,
] as const;

/** Application permissions of Graph are not for application administrators to grant (reference/protocols/graph.md §4). */
export const GRAPH_GRANTORS = ["Privileged Role Administrator", GLOBAL] as const;

/** Who may change an app registration, beside its owners. */
export const APPLICATION_EDITORS = ["owner of the application", ...APPLICATION_ADMINISTRATORS] as const;

export const APPLICATION_CREATORS = ["Application Developer", ...APPLICATION_ADMINISTRATORS] as const;

/** Role assignments in Azure itself (reference/azure-services.md §7). */
export const SUBSCRIPTION_GRANTORS = ["Owner", "User Access Administrator"] as const;
