import { z } from "zod";
import { APPLICATION_EDITORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { ApplicationSettings } from "./application";
import type { Graph } from "./graph-client";

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_EDITORS,
} as const satisfies AzureNeed;

/**
 * Changes what is given and nothing else; a list replaces the one that was there.
 * @param id of the app registration in the directory, not its Application ID
 * @throws AzureError
 */
export async function updateApplication(
  graph: Graph,
  id: string,
  settings: ApplicationSettings,
): Promise<void> {
  await graph.ask({
    method: "PATCH",
    path: `/applications/${encodeURIComponent(id)}`,
    body: settings,
    need: NEED,
    answer: z.unknown(),
  });
}
