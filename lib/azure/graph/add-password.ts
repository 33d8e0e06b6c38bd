import { z } from "zod";
import { APPLICATION_EDITORS, type AzureNeed, GRAPH_GRANTORS } from "../azure-need";
import type { Graph } from "./graph-client";
import { type Password, passwordOf, passwordSchema } from "./password";

export interface NewPassword extends Password {
  /** Only ever said here. */
  secretText: string;
}

const NEED = {
  permission: "Application.ReadWrite.All",
  grantedBy: GRAPH_GRANTORS,
  allowedTo: APPLICATION_EDITORS,
} as const satisfies AzureNeed;

/**
 * Makes a secret key for an app registration, beside those it has. It may take some minutes until a token can be had
 * with it.
 * @param id of the app registration in the directory
 * @param name tells the keys of an app apart; unique, it finds the key again when the answer was lost
 * @throws AzureError `outcome-unknown` when there may be a key now whose secret nobody knows: it is to be looked for by
 *   its name and removed; `directory-role-missing`, `secret-forbidden-by-policy` …
 */
export async function addPassword(
  graph: Graph,
  id: string,
  { name, endsAt }: { name: string; endsAt: Date },
): Promise<NewPassword> {
  const { secretText, ...told } = await graph.ask({
    method: "POST",
    path: `/applications/${encodeURIComponent(id)}/addPassword`,
    body: { passwordCredential: { displayName: name, endDateTime: endsAt.toISOString() } },
    need: NEED,
    answer: passwordSchema.extend({ secretText: z.string().min(8) }),
  });
  return { ...passwordOf(told), secretText };
}
