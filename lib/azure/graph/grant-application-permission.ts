import { z } from "zod";
import { AzureError } from "../azure-error";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { listGrantedPermissions } from "./list-granted-permissions";

export interface ApplicationPermission {
  /** Service principal of the app that gets the permission. */
  clientId: string;
  /** Service principal of the API that offers it. */
  resourceId: string;
  appRoleId: string;
}

const NEED = {
  permission: "AppRoleAssignment.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: GRAPH_GRANTORS,
} as const satisfies AzureNeed;

/** Consents for the whole tenant that an app uses an application permission; one it has already stays. @throws AzureError */
export async function grantApplicationPermission(
  graph: Graph,
  permission: ApplicationPermission,
): Promise<void> {
  if (await isGranted(graph, permission)) return;
  const { clientId, resourceId, appRoleId } = permission;
  try {
    await graph.ask({
      method: "POST",
      path: `/servicePrincipals/${encodeURIComponent(resourceId)}/appRoleAssignedTo`,
      body: { principalId: clientId, resourceId, appRoleId },
      // A second one is refused.
      repeatable: true,
      need: NEED,
      answer: z.unknown(),
    });
  } catch (error) {
    // The first attempt may have done it, and only its answer was lost.
    if (!(error instanceof AzureError) || !(await isGranted(graph, permission))) throw error;
  }
}

async function isGranted(
  graph: Graph,
  { clientId, resourceId, appRoleId }: ApplicationPermission,
): Promise<boolean> {
  const { application } = await listGrantedPermissions(graph, clientId);
  return application.some((one) => one.resourceId === resourceId && one.appRoleId === appRoleId);
}
