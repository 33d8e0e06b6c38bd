import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GraphLab, startGraphLab } from "../../testing/graph-lab";

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

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
    ["https://cmmicrosvc.manage.microsoft.com/", "HostNameNotOnVerifiedDomain"],
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
