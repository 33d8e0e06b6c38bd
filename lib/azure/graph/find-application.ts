import { z } from "zod";
import { type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import { APPLICATION_FIELDS, type Application, applicationSchema } from "./application";
import type { Graph } from "./graph-client";
import { literal } from "./odata";

/** By what an app registration is known; each is unique in a tenant. */
export type ApplicationKey = { appId: string } | { uniqueName: string } | { identifierUri: string };

const NEED = {
  permission: "Application.Read.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: [],
} as const satisfies AzureNeed;

/** @returns null when the tenant has no such app registration. @throws AzureError */
export async function findApplication(graph: Graph, key: ApplicationKey): Promise<Application | null> {
  const { value } = await graph.ask({
    method: "GET",
    path: `/applications?$filter=${filterOf(key)}&${APPLICATION_FIELDS}`,
    need: NEED,
    answer: z.object({ value: z.array(applicationSchema) }),
  });
  return value[0] ?? null;
}

function filterOf(key: ApplicationKey): string {
  if ("appId" in key) return `appId%20eq%20${literal(key.appId)}`;
  if ("uniqueName" in key) return `uniqueName%20eq%20${literal(key.uniqueName)}`;
  return `identifierUris/any(u:u%20eq%20${literal(key.identifierUri)})`;
}
