import type { Result } from "@/lib/result";
import { originOf } from "../local-request";
import { readForm } from "../read-body";
import { type Exchange, type LabRoute, sendJson } from "../router";
import { type AadstsCode, type Refusal, refuse } from "./aadsts-errors";
import { readClientCredentials } from "./client-authentication";
import { authorizationCode } from "./grants/authorization-code";
import { clientCredentials } from "./grants/client-credentials";
import { deviceCode } from "./grants/device-code";
import { refreshToken } from "./grants/refresh-token";
import type { TokenAnswer, TokenRequest } from "./grants/token-request";
import type { IdentityService } from "./identity-service";
import { sendRefusal, traceIds } from "./refusal-body";
import { requestedTenant } from "./requested-tenant";

type Grant = (service: IdentityService, request: TokenRequest) => Result<TokenAnswer, AadstsCode> | Refusal;

/** By `grant_type`; Microsoft's own library spells the device code's in another way than the standard. */
const GRANTS = {
  client_credentials: clientCredentials,
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  device_code: deviceCode,
  "urn:ietf:params:oauth:grant-type:device_code": deviceCode,
} as const satisfies Record<string, Grant>;

/** The token endpoints (reference/protocols/identity.md §3); version 1 differs in how it says the same. */
export function tokenRoutes(service: IdentityService): LabRoute[] {
  const route = (path: string, version: 1 | 2): LabRoute => ({
    methods: ["POST"],
    path,
    async handle(exchange) {
      const form = await readForm(exchange.request);
      const answer = answerToken(service, exchange, form, version);
      if (!answer.ok) return sendRefusal(exchange, answer, service.now());
      traceIds(exchange);
      exchange.response.setHeader("pragma", "no-cache");
      sendJson(exchange.response, 200, version === 2 ? inVersion2(answer.value) : inVersion1(answer.value));
    },
  });
  return [route("/:tenant/oauth2/v2.0/token", 2), route("/:tenant/oauth2/token", 1)];
}

function answerToken(
  service: IdentityService,
  { request, params }: Exchange,
  form: URLSearchParams,
  version: 1 | 2,
): Result<TokenAnswer, AadstsCode> | Refusal {
  const tenant = requestedTenant(service, params.tenant ?? "");
  if (!tenant.ok) return tenant;
  const grantType = form.get("grant_type");
  if (!grantType) return refuse("AADSTS90014", { field: "grant_type" });
  const [, grant] = Object.entries<Grant>(GRANTS).find(([name]) => name === grantType) ?? [];
  if (!grant) return refuse("AADSTS700003", { grantType });
  const resource = form.get("resource");
  return grant(service, {
    tenant: tenant.value,
    form,
    credentials: readClientCredentials(request, form),
    origin: originOf(request),
    scope: version === 2 ? form.get("scope") : resource && `${resource}/.default`,
  });
}

const inVersion2 = ({ access, scope, refreshToken: refresh, idToken, clientInfo }: TokenAnswer) => ({
  token_type: "Bearer",
  ...(scope !== undefined && { scope }),
  expires_in: access.expiresInSeconds,
  ext_expires_in: access.expiresInSeconds,
  access_token: access.token,
  ...(refresh && { refresh_token: refresh }),
  ...(idToken && { id_token: idToken }),
  ...(clientInfo && { client_info: clientInfo }),
});

/** Numbers as strings, and the times beside the durations. */
function inVersion1(answer: TokenAnswer) {
  const { access, resource } = answer;
  const seconds = Math.floor(access.issuedAt.getTime() / 1000);
  return {
    ...inVersion2(answer),
    expires_in: String(access.expiresInSeconds),
    ext_expires_in: String(access.expiresInSeconds),
    expires_on: String(seconds + access.expiresInSeconds),
    not_before: String(seconds),
    resource,
  };
}
