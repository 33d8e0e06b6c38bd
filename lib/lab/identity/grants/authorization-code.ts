import { createHash } from "node:crypto";
import { ok, type Result } from "@/lib/result";
import type { Application } from "../../directory/model";
import { type AadstsCode, refuse } from "../aadsts-errors";
import { checkSecret, findActiveClient } from "../client-authentication";
import type { AuthorizationCode, IdentityService } from "../identity-service";
import { isRedirectOf } from "../redirect-uris";
import { parseScopes } from "../scopes";
import { findGrantUser, issueToUser } from "./issue-to-user";
import type { TokenAnswer, TokenRequest } from "./token-request";

/** Redeems a code, once (reference/protocols/identity.md §4, RFC 7636 §4.6). */
export function authorizationCode(
  service: IdentityService,
  request: TokenRequest,
): Result<TokenAnswer, AadstsCode> {
  const { form, credentials, tenant: asked } = request;
  const code = form.get("code");
  if (!code) return refuse("AADSTS90014", { field: "code" });
  if (!credentials.clientId) return refuse("AADSTS90014", { field: "client_id" });
  const found = service.codes.find(code, service.now());
  if (!found) return refuse("AADSTS9002313");
  const grant = found.value;
  if (grant.clientId !== credentials.clientId.toLowerCase()) return refuse("AADSTS9002313");
  if (asked && asked.id !== grant.tenantId) return refuse("AADSTS9002313");
  if (found.isExpired) return refuse("AADSTS70008");
  if (grant.isRedeemed) return refuse("AADSTS54005");
  if (form.get("redirect_uri") !== grant.redirectUri)
    return refuse("AADSTS500112", { redirectUri: form.get("redirect_uri") ?? "" });

  const owner = findGrantUser(service, grant);
  if (!owner.ok) return owner;
  const client = findActiveClient(owner.value.tenant, grant.clientId);
  if (!client.ok) return client;
  const authenticated = authenticate(service, client.value.application, request, grant.redirectUri);
  if (!authenticated.ok) return authenticated;
  const proof = checkVerifier(grant, form.get("code_verifier"));
  if (!proof.ok) return proof;
  const scopes = request.scope ? parseScopes(request.scope) : ok(grant.scopes);
  if (!scopes.ok) return scopes;
  grant.isRedeemed = true;
  // What was not asked for at the sign-in, `offline_access` for one, is not added afterwards.
  const signIn = grant.scopes.signIn;
  const narrowed = scopes.value.values.length === 0 ? grant.scopes : { ...scopes.value, signIn };
  return issueToUser(service, request, { ...grant, scopes: narrowed }, client.value, owner.value);
}

/** A redirect URI of type *web* belongs to a server, which has to prove itself; those of other types cannot. */
function authenticate(
  service: IdentityService,
  application: Application,
  { credentials }: TokenRequest,
  redirectUri: string,
): Result<null, AadstsCode> {
  if (isRedirectOf(application.spa.redirectUris, redirectUri)) return refuse("AADSTS9002327");
  if (credentials.hasAssertion) return refuse("AADSTS700027");
  if (isRedirectOf(application.web.redirectUris, redirectUri)) {
    if (!credentials.secret) return refuse("AADSTS7000218");
    return checkSecret(service, application, credentials.secret);
  }
  return credentials.secret ? refuse("AADSTS700025") : ok(null);
}

function checkVerifier({ challenge }: AuthorizationCode, verifier: string | null): Result<null, AadstsCode> {
  if (!challenge) return verifier === null ? ok(null) : refuse("AADSTS50148");
  if (verifier === null) return refuse("AADSTS50148");
  const proof =
    challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return proof === challenge.value ? ok(null) : refuse("AADSTS501481");
}
