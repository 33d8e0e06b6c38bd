import type { AdministratorSession } from "@/lib/azure/administrator-session";
import { AzureError } from "@/lib/azure/azure-error";
import { APPLICATION_ADMINISTRATORS } from "@/lib/azure/azure-need";
import type { DirectoryObject } from "@/lib/azure/graph/directory-object";
import type { Graph } from "@/lib/azure/graph/graph-client";
import { listOwners } from "@/lib/azure/graph/list-owners";
import { listRoleHolders } from "@/lib/azure/graph/list-role-holders";
import { OperationFailure } from "../operations/model";

/** Ids of the directory roles that may change any app registration; the same in every tenant. */
const ROLE_TEMPLATE_IDS = {
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
} as const satisfies Record<(typeof APPLICATION_ADMINISTRATORS)[number], string>;

/** More names than that help nobody to find one who is in. */
const MOST_NAMES = 10;

/**
 * Whether the administrator surely may not renew a secret of the app: he is no owner and holds no directory role at
 * all. A role that is not known here may allow it; then Azure decides.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export async function surelyMayNot(
  graph: Graph,
  { account }: AdministratorSession,
  id: string,
): Promise<boolean> {
  if (account.directoryRoles.length > 0) return false;
  const owners = await listOwners(graph, id);
  return !owners.some((owner) => owner.id === account.objectId);
}

/** The refusal that names who could: the owners of the app, and who holds a role that may. @throws AzureError */
export async function renewalNotAllowed(
  graph: Graph,
  { account }: AdministratorSession,
  app: { id: string; name: string },
): Promise<OperationFailure> {
  const owners = await listOwners(graph, app.id);
  const holders: string[] = [];
  for (const role of APPLICATION_ADMINISTRATORS)
    for (const holder of await readHolders(graph, ROLE_TEMPLATE_IDS[role]))
      holders.push(`${named(holder)}: ${role}`);
  return new OperationFailure("renewal-not-allowed", {
    account: account.username,
    app: app.name,
    owners: listed(owners.map(named)),
    holders: listed(holders),
    roles: APPLICATION_ADMINISTRATORS.join(", "),
  });
}

/** Whoever may not see who holds a role is told the role alone. */
async function readHolders(graph: Graph, roleTemplateId: string): Promise<DirectoryObject[]> {
  try {
    return await listRoleHolders(graph, roleTemplateId);
  } catch (error) {
    if (error instanceof AzureError && REFUSALS.includes(error.code)) return [];
    throw error;
  }
}

export const REFUSALS: readonly string[] = ["directory-role-missing", "permission-missing"];

const named = ({ name, username }: DirectoryObject): string => (username ? `${name} (${username})` : name);

/** For a sentence that leaves out what is `none`. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(", ")}, …` : names.join(", ");
}
