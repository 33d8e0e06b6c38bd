import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findServicePrincipal } from "../../directory/find";
import { RESOURCE_APPS } from "../../directory/microsoft-apps";
import { type GraphLab, startGraphLab } from "../../testing/graph-lab";

const READ_ALL = "7ab1d382-f21e-4acd-a863-ba3e13f7da61";
const COLLECTIONS = RESOURCE_APPS.configurationManager.appRoles[0].id;

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const as = (name: Parameters<GraphLab["userToken"]>[0], scopes?: string[]) => ({
  token: lab.userToken(name, "graph", { scopes }),
});
function principalId(appId: string): string {
  const principal = findServicePrincipal(lab.tenant(), appId);
  if (!principal) throw new Error(`no principal of ${appId}`);
  return principal.id;
}
const client = () => principalId(lab.sampleApp("server-without-consent").appId);
const graph = () => principalId(RESOURCE_APPS.graph.appId);
const assign = (appRoleId: string, resourceId: string, options = {}) =>
  lab.ask("POST", `/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
    body: { principalId: client(), resourceId, appRoleId },
    ...options,
  });

describe("a service principal", () => {
  it("tells what an API offers, by value", async () => {
    const select = "$select=id,appRoles,oauth2PermissionScopes";
    const found = await lab.ask("GET", `/servicePrincipals(appId='${RESOURCE_APPS.graph.appId}')?${select}`);
    expect(found.body.appRoles).toContainEqual(
      expect.objectContaining({ id: READ_ALL, value: "Directory.Read.All" }),
    );
    const listed = await lab.ask(
      "GET",
      `/servicePrincipals?$filter=appId eq '${RESOURCE_APPS.arm.appId}'&$select=id`,
    );
    expect(listed.body.value).toEqual([{ id: principalId(RESOURCE_APPS.arm.appId) }]);
  });

  it("is made once for an app, changed, and deleted with what was granted to it", async () => {
    const { appId } = (await lab.ask("POST", "/applications", { body: { displayName: "X" } })).body;
    const made = await lab.ask("POST", "/servicePrincipals", { body: { appId } });
    expect([made.status, made.body.servicePrincipalNames]).toEqual([201, [appId]]);
    const again = await lab.ask("POST", "/servicePrincipals", { body: { appId } });
    expect([again.status, again.code]).toEqual([409, "Request_MultipleObjectsWithSameKeyValue"]);
    const body = { appRoleAssignmentRequired: true };
    const url = `/servicePrincipals/${made.body.id}`;
    expect((await lab.ask("PATCH", url, { body })).status).toBe(204);
    expect((await lab.ask("GET", url)).body).toMatchObject(body);

    const granted = client();
    await assign(READ_ALL, graph());
    expect((await lab.ask("DELETE", `/servicePrincipals/${granted}`)).status).toBe(204);
    expect(JSON.stringify(lab.tenant().appRoleAssignments)).not.toContain(granted);
  });

  it("cannot be made for an app that nobody knows, nor by whoever does not own it", async () => {
    const appId = "11111111-2222-4333-8444-555555555555";
    expect((await lab.ask("POST", "/servicePrincipals", { body: { appId } })).code).toBe(
      "Request_BadRequest",
    );
    const own = { body: { appId: lab.sampleApp("server").appId } };
    const denied = await lab.ask("POST", "/servicePrincipals", { ...own, ...as("user") });
    expect(denied.status).toBe(403);
    expect((await lab.ask("POST", "/servicePrincipals", { ...own, ...as("app.owner") })).status).toBe(409);
  });

  it("comes back for one of Microsoft's APIs with what that offers", async () => {
    const { appId } = RESOURCE_APPS.store;
    await lab.ask("DELETE", `/servicePrincipals(appId='${appId}')`);
    const made = await lab.ask("POST", "/servicePrincipals", { body: { appId } });
    expect(made.body.servicePrincipalNames).toContain("https://onestore.microsoft.com");
  });
});

describe("application permissions", () => {
  it("are granted once, seen from both sides, and taken back", async () => {
    const granted = await assign(READ_ALL, graph());
    expect(granted.status).toBe(201);
    expect(granted.body).toMatchObject({
      principalType: "ServicePrincipal",
      principalDisplayName: "ConfigMgr Server App without consent",
      resourceDisplayName: "Microsoft Graph",
    });
    expect((await assign(READ_ALL, graph())).body.error).toMatchObject({
      code: "Request_BadRequest",
      message: "Permission being assigned already exists on the object",
    });
    const { id } = granted.body;
    for (const url of [`${client()}/appRoleAssignments`, `${graph()}/appRoleAssignedTo`]) {
      const listed = await lab.ask("GET", `/servicePrincipals/${url}`);
      expect(listed.body.value).toContainEqual(expect.objectContaining({ id }));
    }
    const one = `/servicePrincipals/${client()}/appRoleAssignments/${id}`;
    expect((await lab.ask("DELETE", one)).status).toBe(204);
    expect((await lab.ask("DELETE", one)).status).toBe(404);
  });

  it("of Graph are not for application administrators, those of other APIs are", async () => {
    const denied = await assign(READ_ALL, graph(), as("app.admin"));
    expect([denied.status, denied.code]).toEqual([403, "Authorization_RequestDenied"]);
    const other = principalId(RESOURCE_APPS.configurationManager.appId);
    expect((await assign(COLLECTIONS, other, as("app.admin"))).status).toBe(201);
    expect((await assign(COLLECTIONS, other, as("app.owner"))).status).toBe(403);
  });

  it("need the scope that is for them", async () => {
    const scopes = ["Application.ReadWrite.All", "Directory.Read.All"];
    expect((await assign(READ_ALL, graph(), as("global.admin", scopes))).status).toBe(403);
  });

  it("must be offered by the API, to one who is there", async () => {
    expect((await assign(COLLECTIONS, graph())).code).toBe("Request_BadRequest");
    const ids = { resourceId: graph(), appRoleId: READ_ALL };
    const nobody = { ...ids, principalId: "11111111-2222-4333-8444-555555555555" };
    const url = `/servicePrincipals/${graph()}/appRoleAssignedTo`;
    expect((await lab.ask("POST", url, { body: nobody })).status).toBe(404);
    const elsewhere = { ...ids, principalId: client(), resourceId: client() };
    expect((await lab.ask("POST", url, { body: elsewhere })).code).toBe("Request_BadRequest");
  });

  it("let a user into an app that has no roles", async () => {
    const [user] = lab.tenant().users;
    const resourceId = client();
    const body = {
      resourceId,
      principalId: user?.id,
      appRoleId: "00000000-0000-0000-0000-000000000000",
    };
    const url = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    const assigned = await lab.ask("POST", url, { body, ...as("app.admin") });
    expect(assigned.body.principalType).toBe("User");
    const one = `${url}/${assigned.body.id}`;
    expect((await lab.ask("DELETE", one, as("app.admin"))).status).toBe(204);
  });
});

describe("delegated permissions", () => {
  const body = () => ({
    clientId: client(),
    consentType: "AllPrincipals",
    resourceId: graph(),
    scope: "User.Read",
  });

  it("are granted for all, found by the client, changed and taken back", async () => {
    const granted = await lab.ask("POST", "/oauth2PermissionGrants", { body: body() });
    expect(granted.status).toBe(201);
    const again = await lab.ask("POST", "/oauth2PermissionGrants", { body: body() });
    expect(again.code).toBe("Request_MultipleObjectsWithSameKeyValue");
    const url = `/oauth2PermissionGrants/${granted.body.id}`;
    const scope = "User.Read openid";
    expect((await lab.ask("PATCH", url, { body: { scope } })).status).toBe(204);
    expect((await lab.ask("GET", url)).body.scope).toBe(scope);
    const found = await lab.ask("GET", `/oauth2PermissionGrants?$filter=clientId eq '${client()}'`);
    expect(found.body.value).toMatchObject([{ scope }]);
    expect((await lab.ask("DELETE", url)).status).toBe(204);
    expect((await lab.ask("GET", url)).status).toBe(404);
  });

  it("are for administrators to grant", async () => {
    const denied = await lab.ask("POST", "/oauth2PermissionGrants", { body: body(), ...as("app.owner") });
    expect(denied.code).toBe("Authorization_RequestDenied");
    const granted = await lab.ask("POST", "/oauth2PermissionGrants", { body: body(), ...as("app.admin") });
    expect(granted.status).toBe(201);
  });

  it("need those who are there", async () => {
    const nobody = { ...body(), clientId: "11111111-2222-4333-8444-555555555555" };
    expect((await lab.ask("POST", "/oauth2PermissionGrants", { body: nobody })).status).toBe(404);
    const noUser = { ...body(), consentType: "Principal", principalId: client() };
    expect((await lab.ask("POST", "/oauth2PermissionGrants", { body: noUser })).status).toBe(404);
  });
});
