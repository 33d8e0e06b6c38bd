import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";

export interface DirectoryRole {
  name: string;
  /** The same in every tenant. */
  templateId: string;
}

const NEED = {
  permission: "Directory.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

const roleSchema = z.object({ displayName: z.string(), roleTemplateId: z.guid() });

/** The directory roles of the administrator who signed in (reference/protocols/graph.md §4). @throws AzureError */
export async function getSignedInDirectoryRoles(graph: Graph): Promise<DirectoryRole[]> {
  const roles = await graph.askAll({
    path: "/me/memberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId",
    need: NEED,
    element: roleSchema,
  });
  return roles.map(({ displayName, roleTemplateId }) => ({ name: displayName, templateId: roleTemplateId }));
}
