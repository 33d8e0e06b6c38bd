import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@/lib/result";
import { isFromOwnPage, originOf } from "../../local-request";
import { sendPage } from "../../pages/send-page";
import { queryOf } from "../../query-of";
import { readForm } from "../../read-body";
import { type Exchange, type LabRoute, sendJson } from "../../router";
import { type AadstsCode, errorOf, type Refusal, refuse } from "../aadsts-errors";
import { findAnyClient } from "../client-authentication";
import { clientInfoOf } from "../grants/issue-to-user";
import { issueIdToken } from "../id-token";
import type { AuthorizationCode, IdentityService } from "../identity-service";
import { isRedirectOf, redirectUrisOf } from "../redirect-uris";
import { describeRefusal, traceIds } from "../refusal-body";
import { requestedTenant } from "../requested-tenant";
import { parseScopes } from "../scopes";
import { RESPONSE_MODES, type ResponseMode, redirectBack } from "./redirect-back";
import { showRefusal } from "./show-refusal";
import { type SignedIn, type SignInRequest, signIn } from "./sign-in";

const RESPONSE_TYPES = ["code", "id_token", "code id_token"];
/** Refusals that the user has to read: the app could do nothing about them. */
const SHOWN_TO_USER: readonly AadstsCode[] = ["AADSTS53003", "AADSTS50105", "AADSTS700016", "AADSTS7000112"];

interface Authorization {
  signIn: SignInRequest;
  redirectUri: string;
  responseMode: ResponseMode;
  responseType: string;
  state: string | undefined;
  nonce: string | undefined;
  challenge: AuthorizationCode["challenge"];
  wantsClientInfo: boolean;
}

/** The page where a user signs in to an app; its forms are posted to the address that it has (§4). */
export function authorizeRoutes(service: IdentityService): LabRoute[] {
  return ["/:tenant/oauth2/v2.0/authorize", "/:tenant/oauth2/authorize"].map((path) => ({
    methods: ["GET", "POST"],
    path,
    async handle(exchange) {
      const { request, response } = exchange;
      if (request.method === "POST" && !isFromOwnPage(request))
        return sendJson(response, 403, { code: "forbidden" });
      const form = await readForm(request);
      const query = queryOf(request);
      const target = readTarget(service, exchange, query);
      if (!target.ok) return showRefusal(service, exchange, target);
      const { redirectUri } = target.value;
      const responseMode = readMode(query);
      const tell = (refusal: Refusal) =>
        redirectBack(response, redirectUri, responseMode, {
          error: errorOf(refusal),
          error_description: describeRefusal(refusal, traceIds(exchange), service.now()),
          state: query.get("state") ?? undefined,
        });
      const authorization = readAuthorization(target.value, query);
      if (!authorization.ok) return tell(authorization);
      const step = await signIn(service, exchange, form, authorization.value.signIn);
      if (step.kind === "page") return sendPage(response, 200, step.page);
      if (step.kind === "signed-in") return answer(service, exchange, authorization.value, step.signedIn);
      const isSilent = authorization.value.signIn.prompt === "none";
      if (SHOWN_TO_USER.includes(step.refusal.code) && !isSilent)
        return showRefusal(service, exchange, step.refusal);
      tell(step.refusal);
    },
  }));
}

type Target = Pick<SignInRequest, "tenant" | "clientId" | "appName"> & {
  redirectUri: string;
  mayIssueIdToken: boolean;
};

/** Who asks, and where to answer. Until that is known, nothing may be told to anybody but the user. */
function readTarget(
  service: IdentityService,
  { params }: Exchange,
  query: URLSearchParams,
): Result<Target, AadstsCode> {
  const tenant = requestedTenant(service, params.tenant ?? "");
  if (!tenant.ok) return tenant;
  const clientId = query.get("client_id") ?? "";
  const client = findAnyClient(service, tenant.value, clientId);
  if (!client.ok) return client;
  const { appId, displayName, web } = client.value;
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isRedirectOf(redirectUrisOf(client.value), redirectUri))
    return refuse("AADSTS50011", { redirectUri, appId });
  const mayIssueIdToken = web.implicitGrantSettings.enableIdTokenIssuance;
  return ok({ tenant: tenant.value, clientId: appId, appName: displayName, redirectUri, mayIssueIdToken });
}

function readAuthorization(target: Target, query: URLSearchParams): Result<Authorization, AadstsCode> {
  const { redirectUri, mayIssueIdToken, ...asked } = target;
  const text = (name: string) => query.get(name) ?? undefined;
  const responseType = query.get("response_type") ?? "";
  const hasIdToken = responseType.includes("id_token");
  if (!RESPONSE_TYPES.includes(responseType) || (hasIdToken && !mayIssueIdToken))
    return refuse("AADSTS700054", { responseType });
  if (hasIdToken && !query.get("nonce")) return refuse("AADSTS90014", { field: "nonce" });
  const scopes = parseScopes(query.get("scope") ?? "openid");
  if (!scopes.ok) return scopes;
  const challenge = readChallenge(query);
  if (!challenge.ok) return refuse("AADSTS90023", { field: "code_challenge_method" });
  return ok({
    signIn: {
      ...asked,
      scopes: scopes.value,
      prompt: query.get("prompt") ?? "",
      loginHint: query.get("login_hint") ?? "",
      hidden: {},
    },
    redirectUri,
    responseMode: readMode(query),
    responseType,
    state: text("state"),
    nonce: text("nonce"),
    challenge: challenge.value,
    wantsClientInfo: query.get("client_info") === "1",
  });
}

/** Without a method it is `plain` (RFC 7636 §4.3). */
function readChallenge(query: URLSearchParams): Result<AuthorizationCode["challenge"], "invalid-method"> {
  const value = query.get("code_challenge");
  const method = query.get("code_challenge_method") ?? "plain";
  if (value === null) return ok(undefined);
  return method === "S256" || method === "plain" ? ok({ value, method }) : fail("invalid-method");
}

/** An id_token must not stand in an address that servers write down: then it is the fragment. */
function readMode(query: URLSearchParams): ResponseMode {
  const hasIdToken = query.get("response_type")?.includes("id_token") ?? false;
  const asked = RESPONSE_MODES.find((mode) => mode === query.get("response_mode"));
  const fallback = hasIdToken ? "fragment" : "query";
  return asked === "query" && hasIdToken ? fallback : (asked ?? fallback);
}

function answer(
  service: IdentityService,
  { request, response }: Exchange,
  {
    signIn: asked,
    redirectUri,
    responseMode,
    responseType,
    state,
    nonce,
    challenge,
    wantsClientInfo,
  }: Authorization,
  { tenant, user, client, session }: SignedIn,
): void {
  const grant = { ...session, clientId: asked.clientId, scopes: asked.scopes, redirectUri, nonce, challenge };
  const code = responseType.includes("code")
    ? service.codes.add({ ...grant, isRedeemed: false }, service.now())
    : undefined;
  const idToken = responseType.includes("id_token")
    ? issueIdToken(service, { tenant, user, client, grant, origin: originOf(request), code })
    : undefined;
  redirectBack(response, redirectUri, responseMode, {
    code,
    id_token: idToken,
    client_info: wantsClientInfo ? clientInfoOf(tenant, user) : undefined,
    state,
    session_state: randomUUID(),
  });
}
