import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiLab, type ApiRequest, startApiLab } from "../testing/api-lab";
import { type CheckedExchange, Contract } from "../testing/contract/contract";
import { readDescription } from "../testing/contract/description";
import { armRoutes } from "./arm-routes";

const subscriptionsContract = new Contract(readDescription("arm-subscriptions.swagger.json"), "i");
const resourcesContract = new Contract(
  readDescription("arm-resources.swagger.json", "arm-additions.swagger.json"),
  "i",
);
const OF_SUBSCRIPTIONS = /^\/(tenants|subscriptions(\/[^/]+)?(\/locations)?)$/i;

let lab: ApiLab;
const exchanges: CheckedExchange[] = [];

beforeAll(async () => {
  lab = await startApiLab(armRoutes);
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const owner = () => lab.userToken("global.admin", "arm");
const subscription = (name = "Contoso Production") => {
  const found = lab.tenant().subscriptions.find(({ displayName }) => displayName === name);
  if (!found) throw new Error(`no subscription ${name}`);
  return `/subscriptions/${found.subscriptionId}`;
};

/** Whatever is asked here must be as described: what is asked, and what comes back. */
async function ask(method: string, url: string, options: Partial<ApiRequest> = {}) {
  const [path = ""] = url.split("?");
  const isOfSubscriptions = OF_SUBSCRIPTIONS.test(path);
  const version = `api-version=${isOfSubscriptions ? "2021-01-01" : "2021-04-01"}`;
  const whole = url.includes("api-version") ? url : `${url}${url.includes("?") ? "&" : "?"}${version}`;
  const answer = await lab.send("/arm", { method, url: whole, token: owner(), ...options });
  const query = new URL(whole, lab.origin).searchParams;
  const exchange = { method, path, query, requestBody: options.body, status: answer.status };
  const checked = { ...exchange, responseBody: answer.body };
  exchanges.push(checked);
  const contract = isOfSubscriptions ? subscriptionsContract : resourcesContract;
  if (query.get("api-version")?.startsWith("2021")) expect(contract.check(checked)).toEqual([]);
  return { ...answer, code: (answer.body as { error?: { code: string } } | undefined)?.error?.code };
}

describe("subscriptions", () => {
  it("shows those that the caller has a role in", async () => {
    const all = await ask("GET", "/subscriptions");
    expect(all.body).toMatchObject({ value: [{ displayName: "Contoso Production", state: "Enabled" }] });
    const other = await ask("GET", "/subscriptions", { token: lab.userToken("app.admin", "arm") });
    expect(other.body).toMatchObject({ value: [{ displayName: "Contoso Test" }] });
    const nobody = await ask("GET", "/subscriptions", { token: lab.userToken("user", "arm") });
    expect(nobody.body).toEqual({ value: [], nextLink: "" });
  });

  it("tells of one of them, whatever the case of the path", async () => {
    const answer = await ask("GET", subscription().toUpperCase().replace("SUBSCRIPTIONS", "Subscriptions"));
    expect(answer.body).toMatchObject({ id: subscription(), tenantId: lab.tenant().id });
  });

  it("knows where in the world there are computers, and the caller's tenant", async () => {
    const locations = await ask("GET", `${subscription()}/locations`);
    expect(JSON.stringify(locations.body)).toContain('"regionType":"Physical"');
    expect((await ask("GET", "/tenants")).body).toMatchObject({
      value: [{ tenantId: lab.tenant().id, defaultDomain: "contoso.com" }],
    });
  });

  it("shows a member of a group what the group may see", async () => {
    const [group] = lab.tenant().groups;
    await lab.identity.directory.change(lab.tenant().id, (tenant) => {
      for (const { subscriptionId, roleAssignments } of tenant.subscriptions)
        roleAssignments.push({
          principalId: group?.id ?? "",
          roleDefinitionName: "Reader",
          scope: `/subscriptions/${subscriptionId}`,
        });
    });
    const all = await ask("GET", "/subscriptions", { token: lab.userToken("app.admin", "arm") });
    expect(all.body).toMatchObject({
      value: [{ displayName: "Contoso Production" }, { displayName: "Contoso Test" }],
    });
  });
});

describe("resource groups", () => {
  const group = (name = "rg-new") => `${subscription()}/resourcegroups/${name}`;

  it("are made, changed, and read", async () => {
    const made = await ask("PUT", group(), { body: { location: "West Europe", tags: { a: "1" } } });
    expect([made.status, made.body]).toMatchObject([201, { location: "westeurope", tags: { a: "1" } }]);
    expect((await ask("PUT", group("RG-new"), { body: { location: "westeurope" } })).status).toBe(200);
    const managedBy = `${subscription()}/resourceGroups/other`;
    const changed = await ask("PATCH", group(), { body: { tags: { b: "2" }, managedBy } });
    expect(changed.body).toMatchObject({ name: "rg-new", tags: { b: "2" }, managedBy });
    expect((await ask("GET", group("RG-NEW"))).body).toEqual(changed.body);
    expect((await ask("HEAD", group())).status).toBe(204);
    expect((await ask("HEAD", group("rg-none"))).status).toBe(404);
    expect((await ask("GET", group("rg-none"))).code).toBe("ResourceGroupNotFound");
  });

  it("are listed page by page, and by tag", async () => {
    await ask("PUT", group(), { body: { location: "eastus", tags: { a: "1" } } });
    const names: string[] = [];
    let url = `${subscription()}/resourcegroups?$top=1`;
    for (let pages = 0; url !== ""; pages += 1) {
      expect(pages).toBeLessThan(5);
      const { value, nextLink = "" } = (await ask("GET", url)).body as {
        value: { name: string }[];
        nextLink?: string;
      };
      names.push(...value.map(({ name }) => name));
      expect(nextLink === "" || nextLink.startsWith(`${lab.origin}/arm/`)).toBe(true);
      url = nextLink.replace(`${lab.origin}/arm`, "");
    }
    expect(names).toEqual(["rg-log-analytics", "rg-cloud-services", "rg-new"]);
    const filter = encodeURIComponent("tagName eq 'a' and tagValue eq '1'");
    const tagged = await ask("GET", `${subscription()}/resourcegroups?$filter=${filter}`);
    expect(tagged.body).toMatchObject({ value: [{ name: "rg-new" }] });
    const wrong = await ask("GET", `${subscription()}/resourcegroups?$filter=name`);
    expect(wrong.code).toBe("InvalidFilterInQueryString");
  });

  it("take a while to be deleted, and say where to ask", async () => {
    await ask("PUT", group(), { body: { location: "westeurope" } });
    const started = await ask("DELETE", group());
    expect([started.status, started.headers["retry-after"]]).toEqual([202, "1"]);
    const poll = String(started.headers.location).replace(`${lab.origin}/arm`, "");
    expect(poll).toContain("/operationresults/");
    const again = await ask("PUT", group(), { body: { location: "westeurope" } });
    expect(again.code).toBe("ResourceGroupBeingDeleted");
    expect((await ask("GET", group())).body).toMatchObject({ properties: { provisioningState: "Deleting" } });
    expect((await ask("GET", poll)).status).toBe(202);
    expect((await ask("GET", poll)).status).toBe(200);
    expect((await ask("GET", group())).status).toBe(404);
    expect((await ask("GET", poll)).status).toBe(200);
    expect((await ask("DELETE", group())).status).toBe(200);
  });

  it.each([
    ["rg.", { location: "westeurope" }, "InvalidResourceGroup"],
    ["rg", { location: "atlantis" }, "LocationNotAvailableForResourceGroup"],
    ["rg-log-analytics", { location: "eastus" }, "InvalidResourceGroupLocation"],
  ])("refuse %s with %o", async (name, body, code) => {
    expect((await ask("PUT", group(name), { body })).code).toBe(code);
  });

  it("refuse what they do not know", async () => {
    const url = `${group()}?api-version=2021-04-01`;
    const answer = await lab.send("/arm", { method: "PUT", url, token: owner(), body: { place: "x" } });
    expect(answer.body).toMatchObject({ error: { code: "InvalidRequestContent" } });
  });
});

describe("resource providers", () => {
  it("are registered, and take a while to be", async () => {
    const storage = `${subscription()}/providers/microsoft.storage`;
    const stateOf = (answer: { body: unknown }) =>
      (answer.body as { registrationState: string }).registrationState;
    expect(stateOf(await ask("GET", storage))).toBe("NotRegistered");
    expect(stateOf(await ask("POST", `${storage}/register`))).toBe("Registering");
    expect(stateOf(await ask("GET", storage))).toBe("Registering");
    expect(stateOf(await ask("GET", storage))).toBe("Registered");
    expect(stateOf(await ask("POST", `${storage}/register`))).toBe("Registered");
  });

  it("are listed, and an unknown one is refused", async () => {
    const all = await ask("GET", `${subscription()}/providers`);
    expect(JSON.stringify(all.body)).toContain("Microsoft.KeyVault");
    expect((await ask("GET", `${subscription()}/providers/Contoso.X`)).code).toBe("InvalidResourceNamespace");
  });
});

describe("who may", () => {
  it("is decided by roles at the scope or above it", async () => {
    const app = { token: lab.appToken("server", "arm") };
    const groups = await ask("GET", `${subscription()}/resourcegroups`, app);
    expect(groups.body).toMatchObject({ value: [{ name: "rg-log-analytics" }] });
    const own = `${subscription()}/resourcegroups/rg-log-analytics`;
    expect((await ask("PATCH", own, { ...app, body: { tags: { x: "y" } } })).status).toBe(200);
    const other = await ask("GET", `${subscription()}/resourcegroups/rg-cloud-services`, app);
    expect([other.status, other.code]).toEqual([403, "AuthorizationFailed"]);
    expect(JSON.stringify(other.body)).toContain("Microsoft.Resources/subscriptions/resourceGroups/read");
    const started = await ask("DELETE", own, app);
    const poll = String(started.headers.location).replace(`${lab.origin}/arm`, "");
    for (const status of [202, 202, 200, 200]) expect((await ask("GET", poll, app)).status).toBe(status);
  });

  it("is nobody who has no role, and nobody while the subscription is disabled", async () => {
    const stranger = await ask("GET", subscription(), { token: lab.userToken("user", "arm") });
    expect(stranger.code).toBe("AuthorizationFailed");
    await lab.identity.directory.change(lab.tenant().id, ({ subscriptions }) => {
      for (const one of subscriptions) one.state = "Disabled";
    });
    const url = `${subscription()}/resourcegroups/rg-new`;
    const written = await ask("PUT", url, { body: { location: "westeurope" } });
    expect([written.status, written.code]).toEqual([409, "ReadOnlyDisabledSubscription"]);
    expect((await ask("GET", subscription())).status).toBe(200);
  });

  it("is told which tenant a subscription belongs to", async () => {
    const token = lab.userToken("global.admin", "arm", { domain: "fabrikam.com" });
    const answer = await ask("GET", subscription(), { token });
    expect([answer.status, answer.code]).toEqual([401, "InvalidAuthenticationTokenTenant"]);
    expect(answer.headers["www-authenticate"]).toContain(`/${lab.tenant().id}"`);
  });
});

describe("a request", () => {
  it.each([
    [undefined, "AuthenticationFailed"],
    ["nonsense", "InvalidAuthenticationToken"],
  ])("with the token %s is refused", async (token, code) => {
    const answer = await ask("GET", "/subscriptions", { token });
    expect([answer.status, answer.code]).toEqual([401, code]);
  });

  it("with a token for another API, or one that is over, is refused", async () => {
    const graph = await ask("GET", "/subscriptions", { token: lab.userToken("global.admin", "graph") });
    expect([graph.status, graph.code]).toEqual([401, "InvalidAuthenticationTokenAudience"]);
    const token = owner();
    lab.faults.switchOn({ fault: "clock-skew", seconds: 3 * 60 * 60 });
    expect((await ask("GET", "/subscriptions", { token })).code).toBe("ExpiredAuthenticationToken");
  });

  it("needs a version that is known", async () => {
    const missing = await lab.send("/arm", { method: "GET", url: "/subscriptions", token: owner() });
    expect(missing.body).toMatchObject({ error: { code: "MissingApiVersionParameter" } });
    const unknown = await ask("GET", "/subscriptions?api-version=1999-01-01");
    expect(unknown.code).toBe("InvalidApiVersionParameter");
    expect((await ask("GET", "/subscriptions?api-version=2022-12-01")).status).toBe(200);
  });

  it.each([
    ["GET", "/subscriptions/not-a-guid", 400, "InvalidSubscriptionId"],
    ["GET", "/subscriptions/11111111-1111-1111-1111-111111111111", 404, "SubscriptionNotFound"],
  ])("%s %s is refused", async (method, url, status, code) => {
    const answer = await ask(method, url);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it("for what there is not is refused", async () => {
    const url = "/nothing?api-version=2021-04-01";
    const nothing = await lab.send("/arm", { method: "GET", url, token: owner() });
    expect([nothing.status, nothing.body]).toMatchObject([404, { error: { code: "ResourceNotFound" } }]);
    const list = "/subscriptions?api-version=2021-01-01";
    const method = await lab.send("/arm", { method: "DELETE", url: list, token: owner() });
    expect(method.status).toBe(405);
  });

  it("is known by its ids, and its limits count down", async () => {
    const headers = { "x-ms-client-request-id": "mine", "x-ms-return-client-request-id": "true" };
    const first = await ask("GET", `${subscription()}/resourcegroups`, { headers });
    const second = await ask("GET", `${subscription()}/resourcegroups`);
    expect(first.headers["x-ms-client-request-id"]).toBe("mine");
    expect(first.headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    const left = (answer: typeof first) =>
      Number(answer.headers["x-ms-ratelimit-remaining-subscription-reads"]);
    expect(left(first) - left(second)).toBe(1);
  });

  it("meets the faults that are on, in Azure's own words", async () => {
    lab.faults.switchOn({ fault: "too-many-requests", path: "/arm/", retryAfterSeconds: 3, times: 1 });
    const limited = await ask("GET", "/subscriptions");
    expect([limited.status, limited.code, limited.headers["retry-after"]]).toEqual([
      429,
      "TooManyRequests",
      "3",
    ]);
    expect((await ask("GET", "/subscriptions")).status).toBe(200);
  });
});

it("asked for everything that is described", () => {
  expect(subscriptionsContract.unused(exchanges)).toEqual([]);
  expect(resourcesContract.unused(exchanges)).toEqual([]);
});
