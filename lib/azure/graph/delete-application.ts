import { z } from "zod";
import { APPLICATION_EDITORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { ifGone } from "./if-gone";

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_EDITORS,
} as const satisfies AzureNeed;

/**
 * Deletes an app registration, its service principal with it. Azure keeps it for 30 days, and its App ID URI with it,
 * unless it is deleted for good. One that is not there counts as deleted.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export async function deleteApplication(
  graph: Graph,
  id: string,
  { forGood }: { forGood: boolean },
): Promise<void> {
  await remove(graph, `/applications/${encodeURIComponent(id)}`);
  if (forGood) await remove(graph, `/directory/deletedItems/${encodeURIComponent(id)}`);
}

const remove = (graph: Graph, path: string): Promise<unknown> =>
  ifGone(graph.ask({ method: "DELETE", path, need: NEED, answer: z.unknown() }), undefined);
