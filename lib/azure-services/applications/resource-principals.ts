import type { RequiredResourceAccess } from "@/lib/azure/graph/application";
import { findServicePrincipal, type ServicePrincipal } from "@/lib/azure/graph/find-service-principal";
import type { Graph } from "@/lib/azure/graph/graph-client";
import type { AzureServiceType } from "@/lib/db/schema";
import { SERVICE_RULES } from "../model";
import { OperationFailure } from "../operations/model";

/** Application IDs of the APIs whose permissions server apps need; their permissions are looked up by value. */
const RESOURCE_APP_IDS = {
  graph: "00000003-0000-0000-c000-000000000000",
  // Configuration Manager Microservice (product knowledge, not the notes).
  "desktop-analytics": "557c67cf-c916-4293-8373-d584996f60ae",
} as const;

export interface NeededPermission {
  resource: ServicePrincipal;
  value: string;
  appRoleId: string;
}

/**
 * The application permissions that services need, with their ids in this tenant.
 * @throws OperationFailure when the tenant does not have the API, or the API no such permission
 */
export async function findNeededPermissions(
  graph: Graph,
  types: readonly AzureServiceType[],
): Promise<NeededPermission[]> {
  const needed: NeededPermission[] = [];
  for (const type of types) {
    const { permissions } = SERVICE_RULES[type];
    if (!permissions) continue;
    const resource = await findServicePrincipal(graph, RESOURCE_APP_IDS[permissions.resource]);
    for (const value of permissions.values) {
      const appRoleId = resource?.appRoles.get(value);
      if (!resource || !appRoleId)
        throw new OperationFailure("permission-not-in-tenant", { permission: value });
      needed.push({ resource, value, appRoleId });
    }
  }
  return needed;
}

/** As an app registration asks for them. */
export const asRequiredAccess = (needed: readonly NeededPermission[]): RequiredResourceAccess[] =>
  [...new Set(needed.map(({ resource }) => resource.appId))].map((resourceAppId) => ({
    resourceAppId,
    resourceAccess: needed
      .filter(({ resource }) => resource.appId === resourceAppId)
      .map(({ appRoleId }) => ({ id: appRoleId, type: "Role" as const })),
  }));
