import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AzureError } from "./azure-error";
import { openAppSession } from "./open-app-session";
import { proveClientSecret } from "./prove-client-secret";
import { aadsts, accessToken, fakeAzure, json, TENANT } from "./testing/fake-azure";
import { testEnvironment } from "./testing/test-environment";

const SECRET = "q7~8Q.canary+/=~secret";
const CREDENTIAL = { tenantId: TENANT, clientId: "99999999-8888-4777-8666-555555555555", secret: SECRET };
const TOKEN = `POST /${TENANT}/oauth2/v2.0/token`;
const PROOF = { ...CREDENTIAL, resource: "graph" } as const;

describe("a secret key", () => {
  it("is proved by a token of the environment's own sign-in address", async () => {
    const azure = fakeAzure((what) => (what === TOKEN ? accessToken("t") : undefined));
    await proveClientSecret(azure, PROOF);
    const sent = azure.wire.sent.at(-1);
    const form = new URLSearchParams(Buffer.from(sent?.body ?? "").toString());
    expect(form.get("grant_type")).toBe("client_credentials");
    expect(form.get("client_secret")).toBe(SECRET);
    expect(form.get("scope")).toBe("https://cloud.example/graph/.default");
    expect(form.get("client-request-id")).toBe(azure.http.correlationId);
  });

  it.each([
    ["https://login.microsoftonline.com/", "https://graph.microsoft.com/"],
    ["https://login.microsoftonline.us/", "https://graph.microsoft.us/"],
    ["https://login.partner.microsoftonline.cn/", "https://microsoftgraph.chinacloudapi.cn/"],
  ])("of the cloud of %s is sent there and nowhere else", async (loginUrl, graphUrl) => {
    const answer = (what: string) => (what === TOKEN ? accessToken("t") : undefined);
    const azure = fakeAzure(answer, { ...testEnvironment(), loginUrl, graphUrl });
    await proveClientSecret(azure, PROOF);
    const sent = azure.wire.sent.at(-1);
    expect(sent?.url.split("?")[0]).toBe(`${loginUrl}${TENANT}/oauth2/v2.0/token`);
    const form = new URLSearchParams(Buffer.from(sent?.body ?? "").toString());
    expect(form.get("scope")).toBe(`${graphUrl}.default`);
  });

  it.each([
    [7000215, "invalid_client", "secret-wrong"],
    [7000222, "invalid_client", "secret-expired"],
    [700016, "unauthorized_client", "app-not-in-tenant"],
    [7000112, "unauthorized_client", "app-disabled"],
    [90002, "invalid_request", "tenant-not-found"],
    [500011, "invalid_resource", "resource-not-in-tenant"],
    [65001, "invalid_grant", "consent-missing"],
    [53003, "interaction_required", "blocked-by-conditional-access"],
    [70011, "invalid_scope", "azure-request-refused"],
  ])("refused with AADSTS%i (%s) is %s", async (number, error, code) => {
    const azure = fakeAzure((what) => (what === TOKEN ? aadsts(number, error) : undefined));
    await expect(proveClientSecret(azure, PROOF)).rejects.toMatchObject({
      code,
      params: {
        azureCode: `AADSTS${number}`,
        tenant: TENANT,
        appId: CREDENTIAL.clientId,
        host: "cloud.example",
        correlationId: azure.http.correlationId,
      },
    });
  });

  it("of a tenant that is not there is refused before any token is asked for", async () => {
    const azure = fakeAzure(() => aadsts(90002, "invalid_tenant"));
    await expect(proveClientSecret(azure, PROOF)).rejects.toMatchObject({ code: "tenant-not-found" });
    expect(azure.wire.sent.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is proved anew each time: neither an old token nor an old refusal answers", async () => {
    const answers = [accessToken("old"), aadsts(7000215, "invalid_client"), accessToken("new")];
    const azure = fakeAzure((what) => (what === TOKEN ? answers.shift() : undefined));
    const session = openAppSession(azure, CREDENTIAL);
    expect(await session.token("graph")).toBe("old");
    expect(await session.token("graph")).toBe("old");
    await expect(session.token("graph", { fresh: true })).rejects.toMatchObject({ code: "secret-wrong" });
    expect(await session.token("graph", { fresh: true })).toBe("new");
  });

  it("that was refused because Azure was busy is not held back by the library afterwards", async () => {
    const busy = { status: 429, headers: { "retry-after": "1" } };
    let times = 0;
    const azure = fakeAzure((what) => {
      if (what !== TOKEN) return undefined;
      times++;
      if (times <= 2) return busy;
      return times === 3
        ? json({ error: "invalid_client", error_codes: [7000215] }, 401, { "retry-after": "3600" })
        : accessToken("t");
    });
    const session = openAppSession(azure, CREDENTIAL);
    await expect(azure.time.pass(session.token("graph", { fresh: true }))).rejects.toMatchObject({
      code: "secret-wrong",
    });
    expect(await azure.time.pass(session.token("graph", { fresh: true }))).toBe("t");
  });

  it("can be used for several things at once, and each learns its own failure", async () => {
    const answers = new Map([
      ["https://cloud.example/graph/.default", accessToken("t")],
      ["api://one/.default", aadsts(500011, "invalid_resource")],
      ["api://two/.default", aadsts(65001, "invalid_grant")],
    ]);
    const azure = fakeAzure((_what, { body }) =>
      answers.get(new URLSearchParams(Buffer.from(body ?? "").toString()).get("scope") ?? ""),
    );
    const session = openAppSession(azure, CREDENTIAL);
    const asked = (["api://one", "graph", "api://two"] as const).map((resource) => session.token(resource));
    expect(await Promise.allSettled(asked)).toMatchObject([
      { reason: { code: "resource-not-in-tenant" } },
      { value: "t" },
      { reason: { code: "consent-missing" } },
    ]);
  });

  it("that Azure says back is in no error, in no form", async () => {
    const said = [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString("base64")].join(" ");
    const echoes = [
      aadsts(7000215, "invalid_client", said),
      aadsts(70011, said, said),
      json({ error: said, error_codes: [1], trace_id: said }, 400, { "x-ms-request-id": said }),
      json(said),
      { status: 200, body: said },
      { status: 502, body: said },
    ];
    for (const echo of echoes) {
      const azure = fakeAzure((what) => (what === TOKEN ? echo : undefined));
      const error = await azure.time.pass(proveClientSecret(azure, PROOF)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(AzureError);
      const shown = inspect(error, { depth: 20, showHidden: true });
      expect(shown).not.toContain("canary");
      expect(shown).not.toContain(Buffer.from(SECRET).toString("base64").slice(0, 12));
    }
  });

  it("is not sent where discovery would like to have it", async () => {
    const azure = fakeAzure((what) =>
      what.startsWith("GET")
        ? json({
            issuer: `https://cloud.example/${TENANT}/v2.0`,
            authorization_endpoint: "https://evil.example/authorize",
            token_endpoint: "https://evil.example/token",
            jwks_uri: "https://evil.example/keys",
          })
        : undefined,
    );
    await expect(proveClientSecret(azure, PROOF)).rejects.toMatchObject({
      code: "endpoint-refused",
      params: { host: "evil.example" },
    });
    expect(azure.wire.sent).toHaveLength(1);
  });

  it.each([
    ["an app's own API", "api://service", "api://service/.default"],
    [
      "a resource that ends in a slash, which is part of its name",
      "https://service.example/",
      "https://service.example//.default",
    ],
  ] as const)("can be proved for %s", async (_what, resource, scope) => {
    const azure = fakeAzure((what) => (what === TOKEN ? accessToken("t") : undefined));
    await proveClientSecret(azure, { ...CREDENTIAL, resource });
    const form = new URLSearchParams(Buffer.from(azure.wire.sent.at(-1)?.body ?? "").toString());
    expect(form.get("scope")).toBe(scope);
  });
});
