import type { Azure } from "../azure";
import { openAzureHttp } from "../azure-http";
import type { AzureEnvironment } from "../environments";
import { ThrottleBudget } from "../throttle-budget";
import { answeringWire, type Scripted, type ScriptedWire, type Sent } from "./scripted-wire";
import { testEnvironment } from "./test-environment";
import { type VirtualTime, virtualTime } from "./virtual-time";

export const TENANT = "11111111-2222-4333-8444-555555555555";
export const ADMINISTRATOR = "66666666-7777-4888-8999-000000000000";

export interface FakeAzure extends Azure {
  wire: ScriptedWire;
  time: VirtualTime;
}

/**
 * Azure without sockets: what an identity platform says before a token is asked for it says itself, the rest is the
 * test's.
 * @param answer by the path below the origin, e.g. `POST /graph/v1.0/applications`
 */
export function fakeAzure(
  answer: (what: string, sent: Sent) => Scripted | undefined,
  environment: AzureEnvironment = testEnvironment(),
): FakeAzure {
  const time = virtualTime();
  const wire = answeringWire((sent) => {
    const { pathname } = new URL(sent.url);
    return answer(`${sent.method} ${pathname}`, sent) ?? discovery(pathname);
  });
  const http = openAzureHttp({ environment, wire, budget: new ThrottleBudget(time), waiting: time });
  return { environment, http, wire, time, close: async () => {} };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Scripted => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** A refusal as the token endpoint writes it. */
export const aadsts = (number: number, error: string, description = ""): Scripted =>
  json({ error, error_description: `AADSTS${number}: ${description}`, error_codes: [number] }, 400);

export const accessToken = (token: string): Scripted =>
  json({ token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: token });

/** What a person's sign-in brings. */
export function userTokens(claims: { tid?: string; nonce?: string } = {}): Scripted {
  const tid = claims.tid ?? TENANT;
  const payload = {
    iss: "https://cloud.example/",
    oid: ADMINISTRATOR,
    sub: "s",
    name: "Ada",
    preferred_username: "ada@contoso.com",
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return json({
    token_type: "Bearer",
    scope: [
      "Application.ReadWrite.All",
      "AppRoleAssignment.ReadWrite.All",
      "DelegatedPermissionGrant.ReadWrite.All",
      "Directory.Read.All",
    ]
      .map((name) => `https://cloud.example/graph/${name}`)
      .join(" "),
    expires_in: 3599,
    access_token: "graph-token",
    refresh_token: "refresh-token",
    id_token: `${encode({ alg: "none" })}.${encode({ ...payload, ...claims, tid })}.`,
    client_info: encode({ uid: ADMINISTRATOR, utid: tid }),
  });
}

function discovery(pathname: string): Scripted | undefined {
  const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(pathname)?.[1];
  if (!tenant) return undefined;
  const origin = "https://cloud.example";
  return json({
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
  });
}
