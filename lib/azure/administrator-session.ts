import type { AccountInfo, AuthenticationResult, PublicClientApplication } from "@azure/msal-node";
import type { AzureAccount } from "@/lib/db/schema";
import type { Azure } from "./azure";
import { AzureError } from "./azure-error";
import type { AzureCaller } from "./azure-http";
import { type AzureSession, scopeOf } from "./azure-session";
import { getOrganization } from "./graph/get-organization";
import { getSignedInDirectoryRoles } from "./graph/get-signed-in-directory-roles";
import { openGraph } from "./graph/graph-client";
import type { MsalNetwork } from "./login/msal-network";

/** An administrator who signed in to Azure. His tokens are in this object and nowhere else. */
export interface AdministratorSession extends AzureSession {
  kind: "administrator";
  account: AzureAccount;
}

export interface SignedIn {
  client: PublicClientApplication;
  network: MsalNetwork;
  result: AuthenticationResult;
  /** What the sign-in asked for; of Graph. */
  scopes: string[];
  clientId: string;
  /** The directory he was to sign in to; null: any. */
  tenantId: string | null;
}

/**
 * Makes a session of a sign-in that just succeeded, and asks Graph who it is.
 * @throws AzureError `account-of-another-tenant` …
 */
export async function openAdministratorSession(
  azure: Azure,
  signedIn: SignedIn,
): Promise<AdministratorSession> {
  const { client, network, result, clientId } = signedIn;
  const { environment, http } = azure;
  const caller = { tenantId: result.tenantId, clientId };
  const { account } = result;
  if (!account || (signedIn.tenantId && signedIn.tenantId.toLowerCase() !== result.tenantId.toLowerCase())) {
    throw otherTenant(azure, caller);
  }
  let closed = false;

  async function token(resource: "graph" | "arm", by: AccountInfo): Promise<string> {
    if (closed) throw new Error("The session is closed");
    const everything = scopeOf(environment, resource);
    const params = http.paramsOf({ api: resource, caller, url: "" });
    if (everything === null) throw new AzureError("not-in-this-cloud", params);
    const { accessToken } = await network.run(() =>
      client.acquireTokenSilent({
        account: by,
        scopes: resource === "graph" ? signedIn.scopes : [everything],
        authority: `${environment.loginUrl}${caller.tenantId}`,
        correlationId: http.correlationId,
      }),
    );
    return accessToken;
  }

  const session: AzureSession & { kind: "administrator" } = {
    kind: "administrator",
    caller,
    graphToken: () => token("graph", account),
    armToken: () => token("arm", account),
    close: () => {
      closed = true;
      client.clearCache();
    },
  };
  const graph = openGraph(azure, session);
  const organization = await getOrganization(graph);
  const roles = await getSignedInDirectoryRoles(graph);
  return {
    ...session,
    account: {
      objectId: result.uniqueId,
      name: account.name ?? account.username,
      username: account.username,
      tenantId: result.tenantId,
      tenantName: organization.name,
      tenantDomain: organization.defaultDomain,
      directoryRoles: roles.map(({ name }) => name),
    },
  };
}

const otherTenant = ({ environment, http }: Azure, caller: AzureCaller): AzureError =>
  new AzureError("account-of-another-tenant", {
    ...http.paramsOf({ api: "login", caller, url: environment.loginUrl ?? "" }),
    status: 200,
    azureCode: "tid",
    requestId: "",
  });
