import { PublicClientApplication } from "@azure/msal-node";
import type { Azure } from "../azure";
import { AzureError } from "../azure-error";
import { msalConfiguration } from "./msal-configuration";
import { type MsalNetwork, openMsalNetwork } from "./msal-network";

/** Any work or school account; the tenant is known once somebody signed in. */
const ANY_TENANT = "organizations";

/**
 * What the product does as the administrator: it makes and changes apps, consents for them, and looks who he is. Asked
 * for by name, so that Azure asks him for what is not consented yet (reference/protocols/identity.md §5).
 */
const GRAPH_SCOPES = [
  "Application.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "Directory.Read.All",
] as const;

export interface SignInClient {
  client: PublicClientApplication;
  network: MsalNetwork;
  clientId: string;
  tenantId: string | null;
  /** What the first token is asked for: Graph; the refresh token brings those for other resources. */
  scopes: string[];
}

/**
 * The public client through which administrators of an environment sign in.
 * @param tenantId the directory to sign in to; null: any
 * @throws AzureError `not-in-this-cloud`
 */
export function openSignInClient(
  { environment, http }: Azure,
  tenantId: string | null,
  signal?: AbortSignal,
): SignInClient {
  const { loginUrl, graphUrl, signInClientId } = environment;
  const caller = { tenantId: tenantId ?? ANY_TENANT, clientId: signInClientId ?? "" };
  if (!loginUrl || !graphUrl || !signInClientId) {
    throw new AzureError("not-in-this-cloud", http.paramsOf({ api: "login", caller, url: loginUrl ?? "" }));
  }
  const network = openMsalNetwork(http, caller, signal);
  const client = new PublicClientApplication(msalConfiguration(loginUrl, caller, network.module));
  const scopes = GRAPH_SCOPES.map((scope) => graphUrl + scope);
  return { client, network, clientId: signInClientId, tenantId, scopes };
}
