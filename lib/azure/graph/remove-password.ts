import { z } from "zod";
import { AzureError } from "../azure-error";
import { APPLICATION_EDITORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { listPasswords } from "./list-passwords";

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_EDITORS,
} as const satisfies AzureNeed;

/**
 * Removes a secret key of an app registration; one that is not there counts as removed.
 * @param id of the app registration in the directory
 * @throws AzureError
 */
export async function removePassword(graph: Graph, id: string, keyId: string): Promise<void> {
  try {
    await graph.ask({
      method: "POST",
      path: `/applications/${encodeURIComponent(id)}/removePassword`,
      body: { keyId },
      repeatable: true,
      need: NEED,
      answer: z.unknown(),
    });
  } catch (error) {
    // Azure refuses a key it does not know in the same way as a request it cannot read: the list tells which it was.
    if (!(error instanceof AzureError) || error.code !== "azure-request-refused") throw error;
    if ((await listPasswords(graph, id)).some((password) => password.keyId === keyId)) throw error;
  }
}
