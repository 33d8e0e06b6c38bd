import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { literal } from "./odata";

export interface GrantedPermissions {
  application: { id: string; resourceId: string; appRoleId: string }[];
  /** For the whole tenant, or for one person (`principalId`). */
  delegated: { id: string; resourceId: string; scopes: string[]; principalId: string | null }[];
}

const NEED = {
  permission: "Directory.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const assignmentSchema = z.object({ id: z.string(), resourceId: z.guid(), appRoleId: z.guid() });
const grantSchema = z.object({
  id: z.string(),
  resourceId: z.guid(),
  scope: z.string().nullish(),
  principalId: z.guid().nullish(),
});

/**
 * What an app was granted in its tenant (reference/protocols/graph.md §4).
 * @param servicePrincipalId of the app that uses the permissions
 * @throws AzureError
 */
export async function listGrantedPermissions(
  graph: Graph,
  servicePrincipalId: string,
): Promise<GrantedPermissions> {
  const application = await graph.askAll({
    path: `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}/appRoleAssignments`,
    need: NEED,
    element: assignmentSchema,
  });
  const grants = await graph.askAll({
    path: `/oauth2PermissionGrants?$filter=clientId%20eq%20${literal(servicePrincipalId)}`,
    need: NEED,
    element: grantSchema,
  });
  const delegated = grants.map(({ id, resourceId, scope, principalId }) => ({
    id,
    resourceId,
    scopes: (scope ?? "").split(" ").filter(Boolean),
    principalId: principalId ?? null,
  }));
  return { application, delegated };
}
