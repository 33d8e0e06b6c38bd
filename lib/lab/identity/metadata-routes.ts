import { originOf } from "../local-request";
import { queryOf } from "../query-of";
import { type Exchange, type LabRoute, sendJson } from "../router";
import { refuse } from "./aadsts-errors";
import type { IdentityService } from "./identity-service";
import { sendRefusal } from "./refusal-body";
import { requestedTenant } from "./requested-tenant";

/** The documents that tell where everything is (reference/protocols/identity.md §2). */
export function metadataRoutes(service: IdentityService): LabRoute[] {
  return [
    {
      methods: ["GET"],
      path: "/:tenant/v2.0/.well-known/openid-configuration",
      handle: (exchange) =>
        ofTenant(exchange, (issuerTenant, segment) => {
          const base = `${originOf(exchange.request)}/${segment}`;
          const issuer = `${originOf(exchange.request)}/${issuerTenant}/v2.0`;
          return { ...discovery(exchange, issuer, `${base}/oauth2/v2.0`, `${base}/discovery/v2.0/keys`) };
        }),
    },
    {
      methods: ["GET"],
      path: "/:tenant/.well-known/openid-configuration",
      handle: (exchange) =>
        ofTenant(exchange, (issuerTenant, segment) => {
          const base = `${originOf(exchange.request)}/${segment}`;
          const issuer = `https://sts.windows.net/${issuerTenant}/`;
          return discovery(exchange, issuer, `${base}/oauth2`, `${base}/discovery/keys`);
        }),
    },
    ...["/:tenant/discovery/v2.0/keys", "/:tenant/discovery/keys"].map((path) => ({
      methods: ["GET"],
      path,
      handle: (exchange: Exchange) =>
        ofTenant(exchange, (issuerTenant) => ({
          keys: [
            {
              ...service.signingKey.toJsonWebKey(),
              issuer: `${originOf(exchange.request)}/${issuerTenant}/v2.0`,
            },
          ],
        })),
    })),
    { methods: ["GET"], path: "/common/discovery/instance", handle: instanceDiscovery },
  ];

  /** @param document is told the tenant's id, or the placeholder that stands for it where any will do */
  function ofTenant(exchange: Exchange, document: (issuerTenant: string, segment: string) => unknown): void {
    const segment = exchange.params.tenant ?? "";
    const tenant = requestedTenant(service, segment);
    if (tenant.ok) sendJson(exchange.response, 200, document(tenant.value?.id ?? "{tenantid}", segment));
    else sendRefusal(exchange, { ...tenant, error: "invalid_tenant" }, service.now());
  }

  function instanceDiscovery(exchange: Exchange): void {
    const { host = "" } = exchange.request.headers;
    const endpoint = queryOf(exchange.request).get("authorization_endpoint") ?? "";
    const authority = /^https:\/\/([^/]+)\/([^/]+)\//i.exec(endpoint);
    if (authority?.[1]?.toLowerCase() !== host.toLowerCase()) {
      sendRefusal(exchange, refuse("AADSTS50049"), service.now());
      return;
    }
    sendJson(exchange.response, 200, {
      tenant_discovery_endpoint: `https://${host}/${authority[2]}/v2.0/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  }
}

function discovery({ request }: Exchange, issuer: string, endpoints: string, keys: string) {
  const origin = originOf(request);
  const appId = queryOf(request).get("appid");
  return {
    token_endpoint: `${endpoints}/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    jwks_uri: appId ? `${keys}?appid=${encodeURIComponent(appId)}` : keys,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origin}/oidc/userinfo`,
    authorization_endpoint: `${endpoints}/authorize`,
    device_authorization_endpoint: `${endpoints}/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${endpoints}/logout`,
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "acr",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "ver",
      "c_hash",
      "email",
    ],
    tenant_region_scope: "EU",
    cloud_instance_name: new URL(origin).host,
    cloud_graph_host_name: new URL(origin).host,
    msgraph_host: new URL(origin).host,
    rbac_url: origin,
  };
}
