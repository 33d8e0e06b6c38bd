import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import { DIRECTORY_OBJECT_FIELDS, type DirectoryObject, directoryObjectSchema } from "./directory-object";
import type { Graph } from "./graph-client";
import { ifGone } from "./if-gone";
import { literal } from "./odata";

const NEED = {
  permission: "RoleManagement.Read.Directory",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

/**
 * Who holds a directory role, e.g. to say who could do what the signed-in account may not. A role that nobody was ever
 * given does not exist in the tenant: nobody holds it.
 * @param roleTemplateId the role's id, the same in every tenant (reference/protocols/graph.md §4)
 * @throws AzureError
 */
export const listRoleHolders = (graph: Graph, roleTemplateId: string): Promise<DirectoryObject[]> =>
  ifGone(
    graph.askAll({
      path: `/directoryRoles(roleTemplateId=${literal(roleTemplateId)})/members?${DIRECTORY_OBJECT_FIELDS}`,
      need: NEED,
      element: directoryObjectSchema,
    }),
    [],
  );
