import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { literal } from "./odata";

/** What an app is in one tenant: what permissions are granted to, and who grants its own. */
export interface ServicePrincipal {
  id: string;
  appId: string;
  displayName: string;
  /** Application permissions it offers: id by value, e.g. `Directory.Read.All`. */
  appRoles: Map<string, string>;
  /** Delegated permissions it offers: id by value, e.g. `user_impersonation`. */
  scopes: Map<string, string>;
}

const NEED = {
  permission: "Application.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const permissionSchema = z.object({
  id: z.guid(),
  value: z.string().nullish(),
  isEnabled: z.boolean().default(true),
});

export const servicePrincipalSchema = z
  .object({
    id: z.guid(),
    appId: z.guid(),
    displayName: z.string(),
    appRoles: z.array(permissionSchema).default([]),
    oauth2PermissionScopes: z.array(permissionSchema).default([]),
  })
  .transform(
    ({ oauth2PermissionScopes, appRoles, ...told }): ServicePrincipal => ({
      ...told,
      appRoles: idsByValue(appRoles),
      scopes: idsByValue(oauth2PermissionScopes),
    }),
  );

const idsByValue = (permissions: z.output<typeof permissionSchema>[]): Map<string, string> =>
  new Map(
    permissions.flatMap(({ id, value, isEnabled }): [string, string][] =>
      value && isEnabled ? [[value, id]] : [],
    ),
  );

const FIELDS = "$select=id,appId,displayName,appRoles,oauth2PermissionScopes";

/** @returns null when the tenant knows no app of this Application ID. @throws AzureError */
export async function findServicePrincipal(graph: Graph, appId: string): Promise<ServicePrincipal | null> {
  const { value } = await graph.ask({
    method: "GET",
    path: `/servicePrincipals?$filter=appId%20eq%20${literal(appId)}&${FIELDS}`,
    need: NEED,
    answer: z.object({ value: z.array(servicePrincipalSchema) }),
  });
  return value[0] ?? null;
}
