import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Hour } from "@/lib/clock";
import { findApplication, findServicePrincipal } from "../directory/find";
import { SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import type { Application, Tenant } from "../directory/model";
import { createPassword, hashSecret } from "../directory/password-credential";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { claimsOf } from "../testing/claims-of";

let lab: AzureLab;
let app: ReturnType<typeof sampleApp>;

beforeAll(async () => {
  lab = await startAzureLab();
  app = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
}, 60_000);
afterEach(() => lab.faults.clear());
afterAll(() => lab.close());

const GRAPH = "https://graph.microsoft.com/.default";
const UNKNOWN = "11111111-2222-4333-8444-555555555555";

const token = (form: Record<string, string> = {}, tenant = "contoso.com", headers = {}) =>
  lab.post(
    `/${tenant}/oauth2/v2.0/token`,
    {
      grant_type: "client_credentials",
      client_id: app.clientId,
      client_secret: app.secret,
      scope: GRAPH,
      ...form,
    },
    headers,
  );

/** Changes the sample app for one test. */
async function withChanged(
  change: (application: Application, tenant: Tenant) => void,
  test: () => Promise<void>,
): Promise<void> {
  const before = lab.service.directory.tenant(app.tenantId);
  if (!before) throw new Error("the tenant is not there");
  await lab.service.directory.change(app.tenantId, (tenant) => {
    const application = findApplication(tenant, app.clientId);
    if (application) change(application, tenant);
  });
  try {
    await test();
  } finally {
    await lab.service.directory.add(before);
  }
}

describe("an app's own token", () => {
  it("is answered in numbers, without anything a user would get", async () => {
    const { status, headers, body } = await token();
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual([
      "access_token",
      "expires_in",
      "ext_expires_in",
      "token_type",
    ]);
    expect(body.expires_in).toBeGreaterThanOrEqual(3600);
    expect(headers["cache-control"]).toContain("no-store");
    expect(headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("carries the claims that Microsoft's APIs read", async () => {
    const claims = claimsOf((await token()).body.access_token);
    const tenant = lab.service.directory.tenant(app.tenantId);
    const principal = tenant && findServicePrincipal(tenant, app.clientId);
    expect(claims).toMatchObject({
      aud: "https://graph.microsoft.com",
      iss: `https://sts.windows.net/${app.tenantId}/`,
      appid: app.clientId,
      appidacr: "1",
      idtyp: "app",
      oid: principal?.id,
      sub: principal?.id,
      tid: app.tenantId,
      roles: ["Directory.Read.All"],
      ver: "1.0",
    });
    expect(claims.scp).toBeUndefined();
  });

  it("is issued by the first version of the endpoint in strings", async () => {
    const { body } = await lab.post(`/${app.tenantId}/oauth2/token`, {
      grant_type: "client_credentials",
      client_id: app.clientId,
      client_secret: app.secret,
      resource: "https://onestore.microsoft.com",
    });
    expect(body).toMatchObject({ token_type: "Bearer", resource: "https://onestore.microsoft.com" });
    for (const name of ["expires_in", "expires_on", "not_before"]) expect(body[name]).toMatch(/^\d+$/);
    expect(claimsOf(body.access_token).aud).toBe("https://onestore.microsoft.com");
  });

  it("is given to a client that proves itself in the header, form-encoded", async () => {
    const secret = "a+b/c=~ d:é";
    const pair = `${encodeURIComponent(app.clientId)}:${encodeURIComponent(secret)}`;
    const headers = { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
    const ask = () =>
      lab.post(
        `/${app.tenantId}/oauth2/v2.0/token`,
        { grant_type: "client_credentials", scope: GRAPH },
        headers,
      );
    expect((await ask()).body.error_codes).toEqual([7000215]);
    await withChanged(
      ({ passwordCredentials }) => {
        const [first] = passwordCredentials;
        if (first) passwordCredentials.push({ ...first, secretHash: hashSecret(secret) });
      },
      async () => expect((await ask()).status).toBe(200),
    );
  });

  it("is for an app of the tenant as well as for Microsoft's, in the version that app wants", async () => {
    const uri = app.appIdUri ?? "";
    expect(claimsOf((await token({ scope: `${uri}/.default` })).body.access_token)).toMatchObject({
      aud: uri,
      ver: "1.0",
    });
    await withChanged(
      ({ api }) => {
        api.requestedAccessTokenVersion = 2;
      },
      async () => {
        const claims = claimsOf((await token({ scope: `${uri}/.default` })).body.access_token);
        expect(claims).toMatchObject({ aud: app.clientId, azp: app.clientId, azpacr: "1", ver: "2.0" });
        expect(claims.iss).toBe(`${lab.origin}/${app.tenantId}/v2.0`);
      },
    );
  });

  it("keeps both slashes of a resource that ends in one", async () => {
    const scope = "https://management.core.windows.net//.default";
    const { body } = await token({ scope });
    expect(claimsOf(body.access_token).aud).toBe("https://management.core.windows.net/");
  });
});

describe("a refusal", () => {
  it("has exactly the shape of the real one", async () => {
    const asked = "0a1b2c3d-0000-4000-8000-000000000001";
    const { status, headers, body } = await token({ client_secret: "wrong" }, "contoso.com", {
      "client-request-id": asked,
    });
    expect(status).toBe(401);
    expect(Object.keys(body)).toEqual([
      "error",
      "error_description",
      "error_codes",
      "timestamp",
      "trace_id",
      "correlation_id",
      "error_uri",
    ]);
    expect(body.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    expect(body.correlation_id).toBe(asked);
    expect([headers["x-ms-request-id"], headers["client-request-id"]]).toEqual([body.trace_id, asked]);
    expect(body.error_description).toBe(
      `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'. Trace ID: ${body.trace_id} Correlation ID: ${asked} Timestamp: ${body.timestamp}`,
    );
  });

  it.each<[number, string, number, Record<string, string>, string?]>([
    [401, "invalid_client", 7000215, { client_secret: "wrong" }],
    [401, "invalid_client", 7000216, { client_secret: "" }],
    [401, "invalid_client", 700027, { client_assertion: "e30.e30.e30" }],
    [400, "unauthorized_client", 700016, { client_id: UNKNOWN }],
    [400, "invalid_request", 90014, { client_id: "" }],
    [400, "invalid_request", 90014, { scope: "" }],
    [400, "invalid_request", 90014, { grant_type: "" }],
    [400, "unsupported_grant_type", 700003, { grant_type: "password" }],
    [400, "invalid_scope", 1002012, { scope: "https://graph.microsoft.com/User.Read" }],
    [400, "invalid_scope", 700022, { scope: `${GRAPH} https://management.azure.com/.default` }],
    [400, "invalid_resource", 500011, { scope: "api://nobody/.default" }],
    [400, "invalid_request", 90002, {}, UNKNOWN],
    [400, "invalid_request", 90002, {}, "woodgrove.com"],
    [400, "invalid_request", 900023, {}, "woodgrove"],
    [400, "invalid_request", 50059, {}, "common"],
    [400, "invalid_grant", 9002313, { grant_type: "authorization_code", code: "nobody's" }],
    [400, "invalid_grant", 9002313, { grant_type: "refresh_token", refresh_token: "nobody's" }],
    [400, "bad_verification_code", 70018, { grant_type: "device_code", device_code: "nobody's" }],
  ])("%i %s for AADSTS%i: %o %s", async (status, error, code, form, tenant) => {
    const answer = await token(form, tenant);
    expect([answer.status, answer.body.error, answer.body.error_codes]).toEqual([status, error, [code]]);
    expect(answer.body.error_description).not.toMatch(/[{}]/);
  });

  it("names the app whose only matching secret has expired", async () => {
    const expiring = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App with an expired secret");
    const { status, body } = await token({ client_id: expiring.clientId, client_secret: expiring.expired });
    expect([status, body.error_codes]).toEqual([401, [7000222]]);
    expect(body.error_description).toContain(
      `The provided client secret keys for app '${expiring.clientId}' are expired.`,
    );
  });

  it("tells a disabled app, one without a service principal, and one that is blocked apart", async () => {
    await withChanged(
      (_, tenant) => {
        for (const principal of tenant.servicePrincipals) principal.accountEnabled = false;
      },
      async () => expect((await token()).body.error_codes).toEqual([7000112]),
    );
    await withChanged(
      (_, tenant) => {
        tenant.servicePrincipals = tenant.servicePrincipals.filter(({ appId }) => appId !== app.clientId);
      },
      async () => expect((await token()).body.error_codes).toEqual([7000229]),
    );
    await withChanged(
      (_, tenant) => {
        tenant.conditionalAccess.blockedAppIds.push(app.clientId);
      },
      async () => expect((await token()).body.error_codes).toEqual([53003]),
    );
  });
});

describe("while a secret is renewed", () => {
  const another = (propagationSeconds: number) => {
    const now = new Date();
    const endDateTime = new Date(now.getTime() + Hour.ms);
    return createPassword({ displayName: "new", startDateTime: now, endDateTime, propagationSeconds }, now);
  };

  it("the old and the new one both work", async () => {
    const { secretText, credential } = another(0);
    await withChanged(
      ({ passwordCredentials }) => passwordCredentials.push(credential),
      async () => {
        expect((await token()).status).toBe(200);
        expect((await token({ client_secret: secretText })).status).toBe(200);
      },
    );
  });

  it("the new one is refused until it has spread", async () => {
    const { secretText, credential } = another(60);
    await withChanged(
      ({ passwordCredentials }) => passwordCredentials.push(credential),
      async () => {
        expect((await token({ client_secret: secretText })).body.error_codes).toEqual([7000215]);
        lab.switchOn({ fault: "clock-skew", seconds: 61 });
        expect((await token({ client_secret: secretText })).status).toBe(200);
      },
    );
  });
});

describe("faults", () => {
  it("expire the secrets of one app", async () => {
    lab.switchOn({ fault: "expired-secret", appId: app.clientId.toUpperCase() });
    expect((await token()).body.error_codes).toEqual([7000222]);
    expect((await token({ client_secret: "wrong" })).body.error_codes).toEqual([7000215]);
    const other = sampleApp(lab.accounts, "Fabrikam", "ConfigMgr Server App");
    const { status } = await token(
      { client_id: other.clientId, client_secret: other.secret },
      "fabrikam.com",
    );
    expect(status).toBe(200);
  });

  it("take back what was consented to: the token is issued, and allows nothing", async () => {
    lab.switchOn({ fault: "revoked-consent", appId: app.clientId });
    const { status, body } = await token();
    expect(status).toBe(200);
    expect(claimsOf(body.access_token)).not.toHaveProperty("roles");
  });

  it("throttle and fail in the platform's own words", async () => {
    lab.switchOn({ fault: "too-many-requests", path: "/oauth2/", retryAfterSeconds: 3, times: 1 });
    const limited = await token();
    expect([limited.status, limited.headers["retry-after"], limited.body.error]).toEqual([
      429,
      "3",
      "temporarily_unavailable",
    ]);
    lab.switchOn({ fault: "server-error", path: "/oauth2/", status: 500, times: 1 });
    const broken = await token();
    expect([broken.status, broken.body.error_codes]).toEqual([500, [90024]]);
    expect((await token()).status).toBe(200);
  });

  it("shift the times of tokens", async () => {
    lab.switchOn({ fault: "clock-skew", seconds: 86_400 });
    const { body, headers } = await token();
    expect(claimsOf(body.access_token).iat).toBeGreaterThan(Date.now() / 1000 + 80_000);
    expect(Date.parse(String(headers.date))).toBeGreaterThan(Date.now() + 80_000_000);
  });
});

describe("documents", () => {
  it("name the tenant by its id, however it was asked for", async () => {
    const { body } = await lab.get("/CONTOSO.com/v2.0/.well-known/openid-configuration?appid=abc");
    expect(body).toMatchObject({
      issuer: `${lab.origin}/${app.tenantId}/v2.0`,
      token_endpoint: `${lab.origin}/CONTOSO.com/oauth2/v2.0/token`,
      jwks_uri: `${lab.origin}/CONTOSO.com/discovery/v2.0/keys?appid=abc`,
    });
  });

  it.each(["common", "organizations"])("have a template for an issuer under %s", async (any) => {
    const { body } = await lab.get(`/${any}/v2.0/.well-known/openid-configuration`);
    expect(body.issuer).toBe(`${lab.origin}/{tenantid}/v2.0`);
  });

  it("differ in the first version", async () => {
    const { body } = await lab.get("/contoso.com/.well-known/openid-configuration");
    expect(body).toMatchObject({
      issuer: `https://sts.windows.net/${app.tenantId}/`,
      token_endpoint: `${lab.origin}/contoso.com/oauth2/token`,
    });
  });

  it("are refused with 400 for a tenant that nobody knows", async () => {
    const { status, body } = await lab.get(`/${UNKNOWN}/v2.0/.well-known/openid-configuration`);
    expect([status, body.error, body.error_codes]).toEqual([400, "invalid_tenant", [90002]]);
  });

  it("tell which hosts are one authority, and which are none", async () => {
    const ask = (authority: string) =>
      lab.get(
        `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(`${authority}/contoso.com/oauth2/v2.0/authorize`)}`,
      );
    const { body } = await ask(lab.origin);
    const host = new URL(lab.origin).host;
    expect(body.metadata).toEqual([{ preferred_network: host, preferred_cache: host, aliases: [host] }]);
    const unknown = await ask("https://login.example.com");
    expect([unknown.status, unknown.body.error, unknown.body.error_codes]).toEqual([
      400,
      "invalid_instance",
      [50049],
    ]);
  });

  it("show the signing key without an algorithm", async () => {
    const { body } = await lab.get(`/${app.tenantId}/discovery/v2.0/keys`);
    expect(body.keys).toHaveLength(1);
    expect(Object.keys(body.keys[0]).toSorted()).toEqual([
      "e",
      "issuer",
      "kid",
      "kty",
      "n",
      "use",
      "x5c",
      "x5t",
    ]);
  });
});

describe("a device code", () => {
  const begin = (form: Record<string, string>, tenant = "contoso.com") =>
    lab.post(`/${tenant}/oauth2/v2.0/devicecode`, { client_id: SIGN_IN_CLIENT, scope: "User.Read", ...form });

  it("is pending until somebody signs in, in both spellings of the grant, and expires", async () => {
    const { body } = await begin({});
    expect(body).toMatchObject({ expires_in: 900, verification_uri: `${lab.origin}/devicelogin` });
    const poll = (grantType: string) =>
      token({ grant_type: grantType, client_id: SIGN_IN_CLIENT, device_code: body.device_code });
    for (const grantType of ["device_code", "urn:ietf:params:oauth:grant-type:device_code"])
      expect((await poll(grantType)).body.error).toBe("authorization_pending");
    lab.switchOn({ fault: "clock-skew", seconds: 16 * 60 });
    expect((await poll("device_code")).body).toMatchObject({ error: "expired_token", error_codes: [70020] });
  });

  it("is for public clients, and needs to know where", async () => {
    expect((await begin({ client_id: app.clientId })).body.error_codes).toEqual([7000218]);
    expect((await begin({}, "common")).body.error_codes).toEqual([90133]);
    expect((await begin({}, "organizations")).status).toBe(200);
    expect((await begin({ scope: "" })).body.error_codes).toEqual([90014]);
  });
});
