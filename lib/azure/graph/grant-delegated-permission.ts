import { z } from "zod";
import { AzureError } from "../azure-error";
import { APPLICATION_ADMINISTRATORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { listGrantedPermissions } from "./list-granted-permissions";

export interface DelegatedPermission {
  /** Service principal of the app that gets the permission. */
  clientId: string;
  /** Service principal of the API that offers it. */
  resourceId: string;
  /** Value, e.g. `user_impersonation`. */
  scope: string;
}

const NEED = {
  permission: "DelegatedPermissionGrant.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_ADMINISTRATORS,
} as const satisfies AzureNeed;

/**
 * Consents for everybody in the tenant that an app acts on his behalf at an API; what it was granted before stays.
 * @throws AzureError
 */
export async function grantDelegatedPermission(
  graph: Graph,
  { clientId, resourceId, scope }: DelegatedPermission,
): Promise<void> {
  const grant = await findGrant(graph, clientId, resourceId);
  if (grant?.scopes.includes(scope)) return;
  if (grant) {
    await graph.ask({
      method: "PATCH",
      path: `/oauth2PermissionGrants/${encodeURIComponent(grant.id)}`,
      body: { scope: [...grant.scopes, scope].join(" ") },
      need: NEED,
      answer: z.unknown(),
    });
    return;
  }
  try {
    await graph.ask({
      method: "POST",
      path: "/oauth2PermissionGrants",
      body: { clientId, consentType: "AllPrincipals", resourceId, scope },
      // A second one is refused.
      repeatable: true,
      need: NEED,
      answer: z.unknown(),
    });
  } catch (error) {
    // The first attempt may have done it, and only its answer was lost.
    if (!(error instanceof AzureError)) throw error;
    if (!(await findGrant(graph, clientId, resourceId))?.scopes.includes(scope)) throw error;
  }
}

async function findGrant(graph: Graph, clientId: string, resourceId: string) {
  const { delegated } = await listGrantedPermissions(graph, clientId);
  return delegated.find((one) => one.resourceId === resourceId && one.principalId === null);
}
