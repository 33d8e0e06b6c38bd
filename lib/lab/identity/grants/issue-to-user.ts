import { ok, type Result } from "@/lib/result";
import { RESOURCE_APPS } from "../../directory/microsoft-apps";
import type { Tenant, User } from "../../directory/model";
import { type AadstsCode, refuse } from "../aadsts-errors";
import { issueUserToken } from "../access-token";
import { findResource } from "../audiences";
import type { Client } from "../client-authentication";
import { grantedScopes, wantedScopes } from "../consent";
import { issueIdToken } from "../id-token";
import type { IdentityService, SignInSession, UserGrant } from "../identity-service";
import { isSignInScope } from "../scopes";
import type { TokenAnswer, TokenRequest } from "./token-request";

/** The person behind a grant, who may be gone since. */
export function findGrantUser(
  { directory }: IdentityService,
  { tenantId, userId }: SignInSession,
): Result<{ tenant: Tenant; user: User }, AadstsCode> {
  const tenant = directory.tenant(tenantId);
  const user = tenant?.users.find(({ id }) => id === userId);
  if (!tenant || !user) return refuse("AADSTS50034", { user: userId, tenant: tenantId });
  return user.accountEnabled ? ok({ tenant, user }) : refuse("AADSTS50057");
}

/** Tokens for an app that acts for a user, as far as somebody consented (reference/protocols/identity.md §4). */
export function issueToUser(
  service: IdentityService,
  request: TokenRequest,
  grant: UserGrant & { nonce?: string },
  client: Client,
  { tenant, user }: { tenant: Tenant; user: User },
): Result<TokenAnswer, AadstsCode> {
  const { scopes } = grant;
  const { application, principal } = client;
  const { origin, form, credentials } = request;
  const resource = findResource(tenant, origin, scopes.resource);
  if (!resource) return refuse("AADSTS500011", { resource: scopes.resource, tenant: tenant.displayName });
  const question = {
    tenant,
    client: application,
    clientPrincipal: principal,
    resource,
    values: scopes.values,
    resourceName: scopes.resource,
  };
  const wanted = wantedScopes(question);
  if (!wanted.ok) return wanted;
  const granted = grantedScopes(question, user.id, service.faults);
  const isAllowed =
    scopes.values.length === 0 ||
    (granted.length > 0 && wanted.value.every(({ value }) => granted.includes(value)));
  const { appId, displayName: appName } = application;
  if (!isAllowed) return refuse("AADSTS65001", { appId, appName });

  const ofGraph = resource.appId === RESOURCE_APPS.graph.appId;
  const signIn = scopes.signIn.filter((scope) => scope !== "offline_access");
  const allowed = [...new Set([...(ofGraph ? signIn : []), ...granted])];
  const subject = {
    tenant,
    client: application,
    resource,
    audience: scopes.resource,
    clientAuthentication: credentials.secret ? ("secret" as const) : ("none" as const),
    origin,
  };
  const ofResource = granted.filter((value) => !isSignInScope(value));
  const asSpelled = [...new Set([...ofResource, ...scopes.values])].map(
    (value) => `${scopes.prefix}${value}`,
  );
  const hasRefreshToken = scopes.signIn.includes("offline_access");
  return ok({
    access: issueUserToken(service, subject, user, allowed),
    resource: scopes.resource,
    scope: [...signIn, ...asSpelled].join(" "),
    ...(hasRefreshToken && { refreshToken: service.refreshTokens.add(withoutNonce(grant), service.now()) }),
    ...(scopes.signIn.includes("openid") && {
      idToken: issueIdToken(service, { tenant, user, client, grant, origin }),
    }),
    ...(form.get("client_info") === "1" && { clientInfo: clientInfoOf(tenant, user) }),
  });
}

/** What becomes MSAL's `homeAccountId`. */
export const clientInfoOf = (tenant: Tenant, user: User): string =>
  Buffer.from(JSON.stringify({ uid: user.id, utid: tenant.id })).toString("base64url");

const withoutNonce = ({ tenantId, userId, authenticatedAt, clientId, scopes }: UserGrant): UserGrant => ({
  tenantId,
  userId,
  authenticatedAt,
  clientId,
  scopes,
});
