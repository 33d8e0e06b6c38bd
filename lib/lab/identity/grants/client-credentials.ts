import { ok, type Result } from "@/lib/result";
import { type AadstsCode, refuse } from "../aadsts-errors";
import { grantedRoles, issueAppToken } from "../access-token";
import { findResource } from "../audiences";
import { checkSecret, findActiveClient } from "../client-authentication";
import { isConsentRevoked } from "../consent";
import type { IdentityService } from "../identity-service";
import { parseScopes } from "../scopes";
import type { TokenAnswer, TokenRequest } from "./token-request";

/** A token for an app that acts on its own (reference/protocols/identity.md §3.1). */
export function clientCredentials(
  service: IdentityService,
  { tenant, credentials, scope, origin }: TokenRequest,
): Result<TokenAnswer, AadstsCode> {
  if (!tenant) return refuse("AADSTS50059");
  const client = findActiveClient(tenant, credentials.clientId);
  if (!client.ok) return client;
  const { application, principal } = client.value;
  if (credentials.hasAssertion) return refuse("AADSTS700027");
  if (!credentials.secret) return refuse("AADSTS7000216");
  const secret = checkSecret(service, application, credentials.secret);
  if (!secret.ok) return secret;

  if (!scope) return refuse("AADSTS90014", { field: "scope" });
  const scopes = parseScopes(scope);
  if (!scopes.ok) return scopes;
  const { signIn, resource: audience, values } = scopes.value;
  const isDefault = values.length === 1 && values[0] === ".default" && signIn.length === 0;
  if (!isDefault) return refuse("AADSTS1002012", { scope });
  const resource = findResource(tenant, origin, audience);
  if (!resource) return refuse("AADSTS500011", { resource: audience, tenant: tenant.displayName });

  const roles = isConsentRevoked(service.faults, application.appId)
    ? []
    : grantedRoles(tenant, principal.id, resource);
  const subject = {
    tenant,
    client: application,
    resource,
    audience,
    clientAuthentication: "secret" as const,
    origin,
  };
  return ok({ access: issueAppToken(service, subject, roles), resource: audience });
}
