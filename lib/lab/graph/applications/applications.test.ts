import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GraphLab, startGraphLab } from "../../testing/graph-lab";

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const as = (name: Parameters<GraphLab["userToken"]>[0], scopes?: string[]) => ({
  token: lab.userToken(name, "graph", { scopes }),
});
const SCOPE = "11111111-2222-4333-8444-555555555555";
const scope = (isEnabled: boolean) => ({
  id: SCOPE,
  value: "user_impersonation",
  type: "User",
  isEnabled,
  adminConsentDisplayName: "Access",
  adminConsentDescription: "Access",
});

describe("an app registration", () => {
  it("is made with the product's settings, and found by whatever names it", async () => {
    const uri = `api://${lab.tenant().id}/ConfigMgr-2`;
    const made = await lab.ask("POST", "/applications", {
      body: {
        displayName: "CMG-ServerApp",
        signInAudience: "AzureADMyOrg",
        identifierUris: [uri],
        web: {
          redirectUris: ["http://localhost"],
          homePageUrl: "https://ConfigMgrService",
          implicitGrantSettings: { enableIdTokenIssuance: true, enableAccessTokenIssuance: false },
        },
        api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [scope(true)] },
        requiredResourceAccess: [
          {
            resourceAppId: "00000003-0000-0000-c000-000000000000",
            resourceAccess: [{ id: "7ab1d382-f21e-4acd-a863-ba3e13f7da61", type: "Role" }],
          },
        ],
      },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ publisherDomain: "contoso.com", passwordCredentials: [] });
    const { id, appId } = made.body;

    expect((await lab.ask("GET", `/applications/${id}`)).body.appId).toBe(appId);
    expect((await lab.ask("GET", `/applications(appId='${appId}')`)).body.id).toBe(id);
    for (const filter of [
      `appId eq '${appId}'`,
      `identifierUris/any(u:u eq '${uri}')`,
      "startswith(displayName,'cmg')",
      `displayName in ('x','CMG-ServerApp') and appId eq '${appId}'`,
    ])
      expect((await lab.ask("GET", `/applications?$filter=${filter}`)).body.value).toHaveLength(1);
    const none = await lab.ask("GET", "/applications?$filter=displayName eq 'Conan O''Brien'");
    expect(none.body.value).toEqual([]);
  });

  it("is listed page by page, with what was selected", async () => {
    const first = await lab.ask("GET", "/applications?$select=id,displayName&$top=3");
    expect(first.body.value).toHaveLength(3);
    expect(Object.keys(first.body.value[0] ?? {})).toEqual(["id", "displayName"]);
    expect(String(first.body["@odata.context"])).toMatch(/#applications\(id,displayName\)$/);
    const next = decodeURI(String(first.body["@odata.nextLink"]).replace(`${lab.origin}/graph/v1.0`, ""));
    const second = await lab.ask("GET", decodeURIComponent(next));
    expect(second.body.value).toHaveLength(lab.tenant().applications.length - 3);
    expect(second.body["@odata.nextLink"]).toBeUndefined();
  });

  it.each([
    ["$top=1000", "BadRequest"],
    ["$select=name", "BadRequest"],
    ["$filter=description eq 'x'", "Request_UnsupportedQuery"],
    ["$filter=displayName eq 'a' or 1", "Request_UnsupportedQuery"],
    ["$orderby=displayName", "Request_UnsupportedQuery"],
    ["$skiptoken=zzzz", "Directory_ExpiredPageToken"],
  ])("is not listed with %s", async (query, code) => {
    const answer = await lab.ask("GET", `/applications?${query}`);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  it("is changed in the parts that are named, and lists are replaced", async () => {
    const { id, web } = lab.sampleApp("server");
    const changes = { web: { redirectUris: ["https://contoso.com/x"] }, displayName: "Renamed" };
    expect((await lab.ask("PATCH", `/applications/${id}`, { body: changes })).status).toBe(204);
    const after = lab.sampleApp("server");
    expect(after.web).toEqual({ ...web, redirectUris: ["https://contoso.com/x"] });
    expect(after.displayName).toBe("Renamed");
  });

  it("is made once for a unique name, however often it is asked for", async () => {
    const url = "/applications(uniqueName='scp-1')";
    const upsert = { body: { displayName: "Once" }, headers: { prefer: "create-if-missing" } };
    expect((await lab.ask("PATCH", url, { body: { displayName: "Once" } })).status).toBe(404);
    const made = await lab.ask("PATCH", url, upsert);
    expect([made.status, made.body.uniqueName]).toEqual([201, "scp-1"]);
    lab.faults.switchOn({ fault: "slow-replication", seconds: 3600 });
    expect((await lab.ask("PATCH", url, upsert)).status).toBe(204);
    expect((await lab.ask("GET", url)).status).toBe(404);
    lab.faults.clear();
    expect((await lab.ask("GET", `${url}?$select=id`)).body.id).toBe(made.body.id);
    const renamed = await lab.ask("PATCH", `/applications/${made.body.id}`, { body: { uniqueName: "x" } });
    expect(renamed.code).toBe("Request_BadRequest");
  });

  it("is not known everywhere right after it was made", async () => {
    lab.faults.switchOn({ fault: "slow-replication", seconds: 3600 });
    const made = await lab.ask("POST", "/applications", { body: { displayName: "New" } });
    const { id, appId } = made.body;
    expect((await lab.ask("GET", `/applications/${id}`)).code).toBe("Request_ResourceNotFound");
    expect((await lab.ask("POST", `/applications/${id}/addPassword`, { body: {} })).status).toBe(404);
    const principal = await lab.ask("POST", "/servicePrincipals", { body: { appId } });
    expect([principal.status, principal.code]).toEqual([400, "Request_BadRequest"]);
    lab.faults.clear();
    expect((await lab.ask("POST", "/servicePrincipals", { body: { appId } })).status).toBe(201);
  });
});

describe("settings that are refused", () => {
  const create = (settings: object) =>
    lab.ask("POST", "/applications", { body: { displayName: "X", ...settings } });

  it.each([
    ["https://ConfigMgrService", "HostNameNotOnVerifiedDomain"],
    ["api://00000000-0000-0000-0000-00000000000a/x", "HostNameNotOnVerifiedDomain"],
    ["ftp://contoso.com/x", "Request_BadRequest"],
    ["no uri", "Request_BadRequest"],
  ])("the App ID URI %s", async (uri, code) => {
    expect((await create({ identifierUris: [uri] })).code).toBe(code);
  });

  it("an App ID URI that another app has, or a deleted one", async () => {
    const { id, identifierUris } = lab.sampleApp("server");
    const conflict = await create({ identifierUris });
    expect(conflict.body.error).toMatchObject({
      code: "Request_BadRequest",
      details: [{ code: "ObjectConflict", target: "identifierUris" }],
    });
    await lab.ask("DELETE", `/applications/${id}`);
    expect((await create({ identifierUris })).code).toBe("Request_BadRequest");
  });

  it.each([
    ["an address that is none", { web: { redirectUris: ["nowhere"] } }],
    ["an empty name", { displayName: "" }],
    ["two scopes of one id", { api: { oauth2PermissionScopes: [scope(true), scope(true)] } }],
    ["secrets", { passwordCredentials: [] }],
    ["what the lab does not know", { logo: null }],
  ])("%s", async (_, settings) => {
    const url = "/applications";
    const body = { displayName: "X", ...settings };
    const token = lab.userToken("global.admin", "graph");
    const answer = await lab.send("/graph/v1.0", { method: "POST", url, token, body });
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: "Request_BadRequest" } }]);
  });

  it("no name at all, and no JSON", async () => {
    const token = lab.userToken("global.admin", "graph");
    const send = (body?: unknown) =>
      lab.send("/graph/v1.0", { method: "POST", url: "/applications", token, body });
    expect((await send({})).body).toMatchObject({
      error: { message: expect.stringContaining("'displayName'") },
    });
    expect((await send()).body).toMatchObject({ error: { code: "BadRequest" } });
  });

  it("the removal of a permission that is still enabled", async () => {
    const { id } = (await create({ api: { oauth2PermissionScopes: [scope(true)] } })).body;
    const patch = (scopes: object[]) =>
      lab.ask("PATCH", `/applications/${id}`, { body: { api: { oauth2PermissionScopes: scopes } } });
    expect((await patch([])).code).toBe("CannotDeleteOrUpdateEnabledEntitlement");
    expect((await patch([scope(false)])).status).toBe(204);
    expect((await patch([])).status).toBe(204);
  });
});

describe("a secret", () => {
  const passwords = () => `/applications/${lab.sampleApp("server").id}`;

  it("is told once, works beside the others, and is removed", async () => {
    const endDateTime = new Date(Date.now() + 86_400_000).toISOString();
    const made = await lab.ask("POST", `${passwords()}/addPassword`, {
      body: { passwordCredential: { displayName: "portal", endDateTime } },
    });
    expect(made.status).toBe(200);
    const { keyId, secretText, hint } = made.body;
    expect([secretText.length, hint]).toEqual([40, secretText.slice(0, 3)]);
    const again = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(Date.parse(String(again.body.endDateTime))).toBeGreaterThan(Date.now() + 700 * 86_400_000);

    const listed = await lab.ask("GET", `${passwords()}?$select=passwordCredentials`);
    expect(listed.body.passwordCredentials).toMatchObject([
      { keyId, displayName: "portal", secretText: null, hint, endDateTime },
      { keyId: again.body.keyId },
    ]);
    expect(JSON.stringify(lab.tenant())).not.toContain(secretText);
    expect((await lab.ask("POST", `${passwords()}/removePassword`, { body: { keyId } })).status).toBe(204);
    const unknown = await lab.ask("POST", `${passwords()}/removePassword`, { body: { keyId } });
    expect([unknown.status, unknown.body.error.message]).toEqual([
      400,
      `No password credential found with keyId '${keyId}'.`,
    ]);
  });

  it("must end after it begins, and not yet", async () => {
    const endDateTime = "2020-01-01T00:00:00Z";
    const body = { passwordCredential: { endDateTime } };
    expect((await lab.ask("POST", `${passwords()}/addPassword`, { body })).code).toBe("Request_BadRequest");
  });

  it("keeps to the policy of the tenant", async () => {
    lab.faults.switchOn({ fault: "secret-policy", maxDays: 180 });
    const long = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(long.code).toBe("CredentialInvalidLifetimeAsPerAppPolicy");
    lab.faults.switchOn({ fault: "secret-policy", maxDays: 0 });
    const none = await lab.ask("POST", `${passwords()}/addPassword`, { body: {} });
    expect(none.code).toBe("CredentialTypeNotAllowedAsPerAppPolicy");
  });

  it("takes a while to be known when that is switched on", async () => {
    lab.faults.switchOn({ fault: "slow-secret-propagation", seconds: 3600 });
    const { keyId } = (await lab.ask("POST", `${passwords()}/addPassword`, { body: {} })).body;
    const credential = lab.sampleApp("server").passwordCredentials.find((one) => one.keyId === keyId);
    expect(Date.parse(credential?.usableFrom ?? "")).toBeGreaterThan(Date.now() + 3_000_000);
  });
});

describe("a deleted app", () => {
  it("is kept, restored, and gone for good", async () => {
    const { id, appId } = lab.sampleApp("server");
    const item = `/directory/deletedItems/${id}`;
    expect((await lab.ask("DELETE", `/applications/${id}`)).status).toBe(204);
    expect((await lab.ask("GET", `/applications/${id}`)).status).toBe(404);
    expect((await lab.ask("GET", `/servicePrincipals(appId='${appId}')`)).status).toBe(404);
    const bin = await lab.ask("GET", "/directory/deletedItems/microsoft.graph.application");
    expect(bin.body.value).toMatchObject([{ id, deletedDateTime: expect.stringContaining("T") }]);
    expect((await lab.ask("GET", item)).body.appId).toBe(appId);

    expect((await lab.ask("POST", `${item}/restore`)).body.id).toBe(id);
    expect((await lab.ask("GET", `/applications/${id}`)).body.deletedDateTime).toBeNull();
    expect((await lab.ask("POST", "/servicePrincipals", { body: { appId } })).status).toBe(201);
    await lab.ask("DELETE", `/applications/${id}`);
    expect((await lab.ask("DELETE", item)).status).toBe(204);
    expect((await lab.ask("GET", item)).status).toBe(404);
  });
});

describe("who may", () => {
  const renew = (options: { token: string }) =>
    lab.ask("POST", `/applications/${lab.sampleApp("server").id}/addPassword`, { body: {}, ...options });

  it.each(["global.admin", "app.admin"] as const)("make an app: %s", async (name) => {
    const made = await lab.ask("POST", "/applications", { body: { displayName: "X" }, ...as(name) });
    expect(made.status).toBe(201);
  });

  it.each(["app.owner", "user"] as const)("not make an app: %s", async (name) => {
    const made = await lab.ask("POST", "/applications", { body: { displayName: "X" }, ...as(name) });
    expect([made.status, made.code]).toEqual([403, "Authorization_RequestDenied"]);
  });

  it("renew a secret: administrators and the owner, nobody else", async () => {
    for (const name of ["global.admin", "app.admin", "app.owner"] as const)
      expect((await renew(as(name))).status).toBe(200);
    expect((await renew(as("user"))).status).toBe(403);
  });

  it("do so only through an app that was allowed to for them", async () => {
    const denied = await renew(as("global.admin", ["User.Read"]));
    expect(denied.code).toBe("Authorization_RequestDenied");
    const read = await lab.ask("GET", "/applications", as("global.admin", ["User.Read"]));
    expect(read.status).toBe(403);
  });

  it("see and name owners", async () => {
    const { id } = lab.sampleApp("server");
    const [, , , user] = lab.tenant().users;
    const select = "$select=id,displayName,userPrincipalName";
    const before = await lab.ask("GET", `/applications/${id}/owners?${select}`, as("user"));
    expect(before.body.value).toMatchObject([{ userPrincipalName: "app.owner@contoso.com" }]);
    const reference = { "@odata.id": `${lab.origin}/graph/v1.0/directoryObjects/${user?.id}` };
    const url = `/applications/${id}/owners/$ref`;
    expect((await lab.ask("POST", url, { body: reference, ...as("user") })).status).toBe(403);
    expect((await lab.ask("POST", url, { body: reference, ...as("app.owner") })).status).toBe(204);
    expect((await lab.ask("POST", url, { body: reference })).code).toBe("Request_BadRequest");
    expect((await renew(as("user"))).status).toBe(200);
    const nobody = { "@odata.id": "https://localhost/directoryObjects/not-an-id" };
    expect((await lab.ask("POST", url, { body: nobody })).code).toBe("Request_BadRequest");
  });

  it("act on its own: an app by its permissions, or for what it owns", async () => {
    const token = lab.appToken("server", "graph");
    expect((await lab.ask("GET", "/applications", { token })).status).toBe(200);
    expect((await renew({ token })).status).toBe(403);
    const all = lab.appToken("server", "graph", ["Application.ReadWrite.All"]);
    expect((await renew({ token: all })).status).toBe(200);

    const owned = { token: lab.appToken("server", "graph", ["Application.ReadWrite.OwnedBy"]) };
    expect((await renew(owned)).status).toBe(403);
    const { id } = (await lab.ask("POST", "/applications", { body: { displayName: "X" }, ...owned })).body;
    expect((await lab.ask("POST", `/applications/${id}/addPassword`, { body: {}, ...owned })).status).toBe(
      200,
    );
    const owners = await lab.ask("GET", `/applications/${id}/owners`, owned);
    expect(owners.body.value).toMatchObject([{ "@odata.type": "#microsoft.graph.servicePrincipal" }]);
  });
});
