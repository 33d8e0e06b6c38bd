import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GraphLab, startGraphLab } from "../testing/graph-lab";

let lab: GraphLab;
beforeAll(async () => {
  lab = await startGraphLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

describe("a request", () => {
  it.each([
    ["no token", () => undefined],
    ["what is no token", () => "nonsense"],
    ["a token for another API", () => lab.userToken("global.admin", "arm")],
  ])("with %s is refused", async (_, token) => {
    const answer = await lab.ask("GET", "/organization", { token: token() });
    expect([answer.status, answer.code]).toEqual([401, "InvalidAuthenticationToken"]);
    expect(answer.headers["www-authenticate"]).toMatch(/^Bearer realm="", authorization_uri=/);
  });

  it("with a token that is over is refused", async () => {
    const token = lab.userToken("global.admin", "graph");
    lab.faults.switchOn({ fault: "clock-skew", seconds: 3 * 60 * 60 });
    const answer = await lab.ask("GET", "/organization", { token });
    expect([answer.status, answer.body.error.message]).toEqual([
      401,
      "Lifetime validation failed, the token is expired.",
    ]);
  });

  it("is known by its ids, in a refusal too", async () => {
    const headers = { "client-request-id": "22222222-3333-4444-8555-666666666666" };
    const answer = await lab.ask("GET", "/applications/none", { headers });
    expect(answer.headers["client-request-id"]).toBe(headers["client-request-id"]);
    expect(answer.body.error).toMatchObject({
      code: "Request_ResourceNotFound",
      innerError: {
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
        "request-id": answer.headers["request-id"],
        "client-request-id": headers["client-request-id"],
      },
    });
    expect(JSON.parse(String(answer.headers["x-ms-ags-diagnostic"]))).toHaveProperty("ServerInfo");
  });

  it("for what there is not is refused", async () => {
    const token = lab.userToken("global.admin", "graph");
    const nothing = await lab.send("/graph/v1.0", { method: "GET", url: "/planets", token });
    expect([nothing.status, nothing.body]).toMatchObject([400, { error: { code: "BadRequest" } }]);
    const method = await lab.send("/graph/v1.0", { method: "DELETE", url: "/organization", token });
    expect(method.status).toBe(405);
    const version = await lab.send("/graph/beta", { method: "GET", url: "/me", token });
    expect(version.status).toBe(404);
  });

  it("is throttled in Graph's own words, with or without saying for how long", async () => {
    lab.faults.switchOn({ fault: "too-many-requests", path: "/graph/", retryAfterSeconds: 2, times: 1 });
    const limited = await lab.ask("GET", "/organization");
    expect([limited.status, limited.headers["retry-after"]]).toEqual([429, "2"]);
    expect(limited.body.error).toMatchObject({
      code: "TooManyRequests",
      innerError: { code: "429", status: "429", "request-id": limited.headers["request-id"] },
    });
    lab.faults.switchOn({ fault: "server-error", path: "/graph/", status: 503, times: 1 });
    expect((await lab.ask("GET", "/organization")).code).toBe("serviceNotAvailable");
    expect((await lab.ask("GET", "/organization")).status).toBe(200);
  });
});

describe("the tenant", () => {
  it("is told in full to whoever may read it, and by name to everybody else", async () => {
    const whole = await lab.ask("GET", "/organization");
    expect(whole.body.value).toMatchObject([
      { id: lab.tenant().id, displayName: "Contoso", countryLetterCode: "DE", tenantType: "AAD" },
    ]);
    const token = lab.userToken("user", "graph", { scopes: ["User.Read"] });
    const little = await lab.ask("GET", "/organization", { token });
    expect(little.body.value).toMatchObject([{ displayName: "Contoso", countryLetterCode: null }]);
    expect(JSON.stringify(little.body)).toContain("contoso.onmicrosoft.com");
    const app = { token: lab.appToken("server-without-consent", "graph") };
    expect((await lab.ask("GET", "/organization", app)).status).toBe(403);
    expect((await lab.ask("GET", "/organization", { token: lab.appToken("server", "graph") })).status).toBe(
      200,
    );
  });

  it("is the one of the token", async () => {
    const token = lab.userToken("global.admin", "graph", { domain: "fabrikam.com" });
    expect((await lab.ask("GET", "/organization", { token })).body.value).toMatchObject([
      { displayName: "Fabrikam" },
    ]);
  });
});

describe("who signed in", () => {
  it("is told with the directory roles of the moment", async () => {
    const own = { token: lab.userToken("app.admin", "graph") };
    expect((await lab.ask("GET", "/me?$select=userPrincipalName", own)).body).toMatchObject({
      userPrincipalName: "app.admin@contoso.com",
    });
    const roles = "/me/memberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId";
    expect((await lab.ask("GET", roles, own)).body.value).toEqual([
      {
        displayName: "Application Administrator",
        roleTemplateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
      },
    ]);
    await lab.identity.directory.change(lab.tenant().id, ({ users }) => {
      for (const user of users) user.directoryRoles = [];
    });
    expect((await lab.ask("GET", roles, own)).body.value).toEqual([]);
    const made = await lab.ask("POST", "/applications", { body: { displayName: "X" }, ...own });
    expect(made.status).toBe(403);
  });

  it("is nobody for an app on its own", async () => {
    const answer = await lab.ask("GET", "/me", { token: lab.appToken("server", "graph") });
    expect([answer.status, answer.code]).toEqual([400, "BadRequest"]);
  });

  it("may no longer do anything once the account is disabled", async () => {
    const own = { token: lab.userToken("global.admin", "graph") };
    await lab.identity.directory.change(lab.tenant().id, ({ users }) => {
      for (const user of users) user.accountEnabled = false;
    });
    expect((await lab.ask("GET", "/applications", own)).status).toBe(403);
  });

  it("can learn who holds a role", async () => {
    const url = (id: string) => `/directoryRoles(roleTemplateId='${id}')/members`;
    const holders = await lab.ask("GET", url("62e90394-69f5-4237-9190-012177145e10"));
    expect(holders.body.value).toMatchObject([{ userPrincipalName: "global.admin@contoso.com" }]);
    const unknown = await lab.ask("GET", url("11111111-2222-4333-8444-555555555555"));
    expect(unknown.status).toBe(404);
  });
});

describe("a batch", () => {
  const batch = async (...requests: object[]) => {
    const { status, code, body } = await lab.ask("POST", "/$batch", { body: { requests } });
    const responses = body.responses as
      | { id: string; status: number; headers: Record<string, string>; body: unknown }[]
      | undefined;
    return { status, code, of: (id: string) => responses?.find((response) => response.id === id) };
  };
  const get = (id: string, url = "/organization?$select=id") => ({ id, method: "GET", url });

  it("answers each for itself, in the order they depend on each other", async () => {
    const { id } = lab.sampleApp("server");
    const change = {
      id: "2",
      method: "PATCH",
      url: `applications/${id}`,
      headers: { "Content-Type": "application/json" },
      body: { displayName: "Batched" },
      dependsOn: ["1"],
    };
    const read = { ...get("3", `/applications/${id}?$select=displayName`), dependsOn: ["2"] };
    const answers = await batch(read, change, get("1"), get("4", "/applications/none"));
    expect(answers.of("1")).toMatchObject({
      status: 200,
      headers: { "Content-Type": "application/json" },
      body: { value: [{ id: lab.tenant().id }] },
    });
    expect(answers.of("2")).toMatchObject({ status: 204, body: null });
    expect(answers.of("3")?.body).toMatchObject({ displayName: "Batched" });
    expect(answers.of("4")).toMatchObject({
      status: 404,
      body: { error: { code: "Request_ResourceNotFound" } },
    });
  });

  it("does not carry out what depends on what failed", async () => {
    const answers = await batch(get("1", "/applications/none"), { ...get("2"), dependsOn: ["1"] });
    expect(answers.of("2")?.status).toBe(424);
  });

  it("may throttle a single one", async () => {
    lab.faults.switchOn({ fault: "too-many-requests", path: "/me", retryAfterSeconds: 3, times: 1 });
    const answers = await batch(get("1"), get("2", "/me"));
    expect(answers.of("1")?.status).toBe(200);
    expect(answers.of("2")).toMatchObject({ status: 429, headers: { "Retry-After": "3" } });
  });

  it.each([
    ["two of one id", [get("1"), get("1")]],
    ["one that waits for nobody", [{ ...get("1"), dependsOn: ["9"] }]],
    [
      "two that wait for each other",
      [
        { ...get("1"), dependsOn: ["2"] },
        { ...get("2"), dependsOn: ["1"] },
      ],
    ],
    ["one that nobody can read", [get("1", "/applications/%zz")]],
    ["none", []],
  ])("of %s is malformed", async (_, requests) => {
    const answer = await batch(...requests);
    expect([answer.status, answer.code]).toEqual([400, "BadRequest"]);
  });

  it("of more than twenty is malformed", async () => {
    const requests = Array.from({ length: 21 }, (_, index) => get(String(index)));
    const token = lab.userToken("global.admin", "graph");
    const answer = await lab.send("/graph/v1.0", {
      method: "POST",
      url: "/$batch",
      token,
      body: { requests },
    });
    expect(answer.status).toBe(400);
  });
});
