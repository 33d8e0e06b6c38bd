import { AzureError } from "../azure-error";
import { APPLICATION_ADMINISTRATORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import {
  findServicePrincipal,
  type ServicePrincipal,
  servicePrincipalSchema,
} from "./find-service-principal";
import type { Graph } from "./graph-client";

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_ADMINISTRATORS,
} as const satisfies AzureNeed;

/**
 * The service principal of an app in this tenant, made if it is missing. Right after the app itself was made Azure may
 * not know it everywhere yet and refuse for some seconds (`azure-request-refused`).
 * @throws AzureError
 */
export async function ensureServicePrincipal(graph: Graph, appId: string): Promise<ServicePrincipal> {
  const there = await findServicePrincipal(graph, appId);
  if (there) return there;
  try {
    return await graph.ask({
      method: "POST",
      path: "/servicePrincipals",
      body: { appId },
      // A second one is refused.
      repeatable: true,
      need: NEED,
      answer: servicePrincipalSchema,
    });
  } catch (error) {
    if (!(error instanceof AzureError) || error.code !== "azure-object-exists") throw error;
    const made = await findServicePrincipal(graph, appId);
    if (!made) throw error;
    return made;
  }
}
