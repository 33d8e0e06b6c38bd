import { ConfidentialClientApplication } from "@azure/msal-node";
import type { Azure } from "./azure";
import { AzureError } from "./azure-error";
import { type AzureResource, type AzureSession, scopeOf } from "./azure-session";
import { msalConfiguration } from "./login/msal-configuration";
import { openMsalNetwork } from "./login/msal-network";

export interface AppCredential {
  /** Directory ID. */
  tenantId: string;
  /** Application ID. */
  clientId: string;
  secret: string;
}

export interface AppSession extends AzureSession {
  kind: "app";
  /**
   * An access token for any resource, from memory while it lasts.
   * @param fresh asks Azure in any case: an old token would hide that the secret no longer works
   */
  token(resource: AzureResource, options?: { fresh: boolean }): Promise<string>;
}

/** An app that signs in by its secret (client credentials, reference/protocols/identity.md §3.1). Asks nothing yet. */
export function openAppSession({ environment, http }: Azure, credential: AppCredential): AppSession {
  const { tenantId, clientId, secret } = credential;
  const caller = { tenantId, clientId };
  const params = http.paramsOf({ api: "login", caller, url: environment.loginUrl ?? "" });
  if (environment.loginUrl === null) throw new AzureError("not-in-this-cloud", params);
  const network = openMsalNetwork(http, caller);
  const configuration = msalConfiguration(environment.loginUrl, caller, network.module);
  const client = new ConfidentialClientApplication({
    ...configuration,
    auth: { ...configuration.auth, clientSecret: secret },
  });

  const token: AppSession["token"] = async (resource, { fresh } = { fresh: false }) => {
    const scope = scopeOf(environment, resource);
    if (scope === null) throw new AzureError("not-in-this-cloud", { ...params, api: resource });
    const request = { scopes: [scope], skipCache: fresh, correlationId: http.correlationId };
    const { accessToken } = await network.run(() => client.acquireTokenByClientCredential(request));
    return accessToken;
  };

  return {
    kind: "app",
    caller,
    token,
    graphToken: () => token("graph"),
    armToken: () => token("arm"),
    close: () => client.clearCache(),
  };
}
