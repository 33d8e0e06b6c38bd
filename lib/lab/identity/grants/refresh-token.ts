import { ok, type Result } from "@/lib/result";
import { type AadstsCode, refuse } from "../aadsts-errors";
import { checkSecret, findActiveClient, isPublicClient } from "../client-authentication";
import type { IdentityService } from "../identity-service";
import { parseScopes } from "../scopes";
import { findGrantUser, issueToUser } from "./issue-to-user";
import type { TokenAnswer, TokenRequest } from "./token-request";

/** New tokens without the user, for the same API or another one that was consented to. */
export function refreshToken(
  service: IdentityService,
  request: TokenRequest,
): Result<TokenAnswer, AadstsCode> {
  const { form, credentials, tenant: asked } = request;
  const token = form.get("refresh_token");
  if (!token) return refuse("AADSTS90014", { field: "refresh_token" });
  const found = service.refreshTokens.find(token, service.now());
  if (!found) return refuse("AADSTS9002313");
  const grant = found.value;
  if (grant.clientId !== credentials.clientId.toLowerCase()) return refuse("AADSTS9002313");
  if (asked && asked.id !== grant.tenantId) return refuse("AADSTS9002313");
  if (found.isExpired) return refuse("AADSTS700082");

  const owner = findGrantUser(service, grant);
  if (!owner.ok) return owner;
  const client = findActiveClient(owner.value.tenant, grant.clientId);
  if (!client.ok) return client;
  const { application } = client.value;
  if (credentials.secret) {
    const secret = checkSecret(service, application, credentials.secret);
    if (!secret.ok) return secret;
  } else if (!isPublicClient(application)) return refuse("AADSTS7000218");

  const scopes = request.scope ? parseScopes(request.scope) : ok(grant.scopes);
  if (!scopes.ok) return scopes;
  const signIn = grant.scopes.signIn;
  return issueToUser(
    service,
    request,
    { ...grant, scopes: { ...scopes.value, signIn } },
    client.value,
    owner.value,
  );
}
