import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import { DIRECTORY_OBJECT_FIELDS, type DirectoryObject, directoryObjectSchema } from "./directory-object";
import type { Graph } from "./graph-client";

const NEED = {
  permission: "Application.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

/**
 * The owners of an app registration, who may renew its secrets.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export const listOwners = (graph: Graph, id: string): Promise<DirectoryObject[]> =>
  graph.askAll({
    path: `/applications/${encodeURIComponent(id)}/owners?${DIRECTORY_OBJECT_FIELDS}`,
    need: NEED,
    element: directoryObjectSchema,
  });
