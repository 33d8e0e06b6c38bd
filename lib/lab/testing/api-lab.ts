import { type Dispatcher, request } from "undici";
import { buildSampleTenant } from "../directory/build-sample-tenant";
import { findApplication, findClient, findServicePrincipal, findUser } from "../directory/find";
import { RESOURCE_APPS, SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import type { Tenant } from "../directory/model";
import { SAMPLE_TENANTS, type SampleUserName, sampleAppId } from "../directory/sample-tenants";
import { grantedRoles, issueAppToken, issueUserToken } from "../identity/access-token";
import type { IdentityService } from "../identity/identity-service";
import type { LabRoute } from "../router";
import { startAzureLab } from "./azure-lab";

type Api = "graph" | "arm";

export interface ApiRequest {
  method: string;
  /** With its query, below the API's base. */
  url: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Scopes that the administrators' client is consented to. */
const SIGN_IN_SCOPES = [
  "User.Read",
  "Directory.Read.All",
  "Application.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  "Directory.AccessAsUser.All",
];

/** The APIs of the lab's Azure, and the tokens of those who use them. */
export async function startApiLab(routesOf: (identity: IdentityService) => LabRoute[]) {
  const lab = await startAzureLab(routesOf);
  const { origin, service: identity, faults, agent, authorityFile } = lab;
  const reset = async () => {
    faults.clear();
    for (const sample of SAMPLE_TENANTS) await identity.directory.add(buildSampleTenant(sample));
  };

  function tenant(domain = "contoso.com"): Tenant {
    const found = identity.directory.tenant(domain);
    if (!found) throw new Error(`no tenant ${domain}`);
    return found;
  }

  function subject(of: Tenant, clientAppId: string, api: Api) {
    const client = findClient(of, clientAppId);
    const resource = findServicePrincipal(of, RESOURCE_APPS[api].appId);
    if (!client || !resource) throw new Error(`${of.displayName} does not know ${clientAppId}`);
    return { tenant: of, client, resource, audience: `${origin}/${api}`, origin };
  }

  return {
    origin,
    authorityFile,
    switchOn: lab.switchOn,
    faults,
    identity,
    tenant,
    /** Everything as it was before the first test; the secrets of apps are gone. */
    reset,
    /** Of a user who signed in through the administrators' client. */
    userToken(
      name: SampleUserName,
      api: Api,
      { scopes = SIGN_IN_SCOPES, domain = "contoso.com" }: { scopes?: string[]; domain?: string } = {},
    ): string {
      const of = { ...subject(tenant(domain), SIGN_IN_CLIENT, api), clientAuthentication: "none" as const };
      const user = findUser(of.tenant, `${name}@${domain}`);
      if (!user) throw new Error(`no user ${name}`);
      return issueUserToken(identity, of, user, scopes).token;
    },
    /** Of a sample app on its own. */
    appToken(key: string, api: Api, roles?: string[]): string {
      const [sample] = SAMPLE_TENANTS;
      const appId = sample ? sampleAppId(sample, key) : "";
      const of = { ...subject(tenant(), appId, api), clientAuthentication: "secret" as const };
      const principal = findServicePrincipal(of.tenant, appId);
      const granted = grantedRoles(of.tenant, principal?.id ?? "", of.resource);
      return issueAppToken(identity, of, roles ?? granted).token;
    },
    sampleApp(key: string) {
      const [sample] = SAMPLE_TENANTS;
      const found = sample && findApplication(tenant(), sampleAppId(sample, key));
      if (!found) throw new Error(`no app ${key}`);
      return found;
    },
    async send(base: string, { method, url, token, body, headers = {} }: ApiRequest) {
      const response = await request(`${origin}${base}${url}`, {
        dispatcher: agent,
        method: method as Dispatcher.HttpMethod,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.body.text();
      const answer: unknown = text === "" ? undefined : JSON.parse(text);
      return { status: response.statusCode, headers: response.headers, body: answer };
    },
    close: lab.close,
  };
}

export type ApiLab = Awaited<ReturnType<typeof startApiLab>>;
