import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { type Password, passwordOf, passwordSchema } from "./password";

const NEED = {
  permission: "Application.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

/**
 * The secret keys of an app registration, those this product did not make as well.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export async function listPasswords(graph: Graph, id: string): Promise<Password[]> {
  const { passwordCredentials } = await graph.ask({
    method: "GET",
    path: `/applications/${encodeURIComponent(id)}?$select=passwordCredentials`,
    need: NEED,
    answer: z.object({ passwordCredentials: z.array(passwordSchema) }),
  });
  return passwordCredentials.map(passwordOf);
}
