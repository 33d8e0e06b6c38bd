import { z } from "zod";
import { APPLICATION_CREATORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import {
  APPLICATION_FIELDS,
  type Application,
  type ApplicationSettings,
  applicationSchema,
} from "./application";
import type { Graph } from "./graph-client";
import { literal } from "./odata";

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_CREATORS,
} as const satisfies AzureNeed;

/**
 * Makes an app registration, or brings the one of that unique name to these settings: however often it is asked,
 * also after a lost answer, there is one (reference/protocols/graph.md §3.2).
 * @param uniqueName given once by the caller; never shown
 * @throws AzureError `app-id-uri-taken`, `app-id-uri-refused`, `directory-role-missing` …
 */
export async function createApplication(
  graph: Graph,
  uniqueName: string,
  settings: ApplicationSettings & { displayName: string },
): Promise<Application> {
  const created = await graph.ask({
    method: "PATCH",
    path: `/applications(uniqueName=${literal(uniqueName)})`,
    headers: { prefer: "create-if-missing" },
    body: settings,
    need: NEED,
    // Nothing is answered when it was there.
    answer: applicationSchema.or(z.undefined()),
  });
  return created ?? (await getApplication(graph, uniqueName));
}

const getApplication = (graph: Graph, uniqueName: string): Promise<Application> =>
  graph.ask({
    method: "GET",
    path: `/applications(uniqueName=${literal(uniqueName)})?${APPLICATION_FIELDS}`,
    need: NEED,
    answer: applicationSchema,
  });
