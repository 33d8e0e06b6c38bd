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
