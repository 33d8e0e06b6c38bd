import { describe, expect, it } from "vitest";
import { Contract } from "./contract";
import { readDescription } from "./description";

const graph = new Contract(readDescription("graph-v1.0.openapi.json"));
const arm = new Contract(readDescription("arm-resources.swagger.json"), "i");

const APP = { id: "1", appId: "2", displayName: "App", web: { homePageUrl: null, redirectUris: [] } };
const created = { method: "POST", path: "/applications", query: new URLSearchParams(), status: 201 };
const group = (name: string) => ({
  path: `/subscriptions/1/resourcegroups/${name}`,
  query: new URLSearchParams({ "api-version": "2021-04-01" }),
});

describe("a description in OpenAPI 3.0", () => {
  it("accepts what is as described", () => {
    const requestBody = { displayName: "App" };
    expect(graph.check({ ...created, requestBody, responseBody: APP })).toEqual([]);
    const answer = { "@odata.context": "https://localhost", ...APP, api: null };
    expect(graph.check({ ...created, requestBody, responseBody: answer })).toEqual([]);
  });

  it.each([
    ["of another type", { displayName: 5 }, "request/displayName: must be string"],
    ["that nobody knows", { display: "App" }, "must NOT have additional properties (display)"],
    [
      "below another that nobody knows",
      { web: { redirectUri: [] } },
      "request/web: must NOT have additional",
    ],
    ["that is no GUID", { appRoles: [{ id: "admin" }] }, 'must match format "uuid"'],
    ["that must not be null", { tags: null }, "request/tags: must be array"],
  ])("refuses a property %s", (_, requestBody, problem) => {
    expect(graph.check({ ...created, requestBody, responseBody: APP }).join("\n")).toContain(problem);
  });

  it("refuses a missing body, and one that must not be", () => {
    expect(graph.check({ ...created, responseBody: APP })).toEqual(["the request has no body"]);
    const deleted = { ...created, method: "DELETE", path: "/applications/1", status: 204 };
    expect(graph.check(deleted)).toEqual([]);
    expect(graph.check({ ...deleted, responseBody: {} })).toEqual([
      "the response of status 204 must have no body",
    ]);
    const list = { ...created, method: "GET", status: 200 };
    expect(graph.check(list)).toEqual(["the response of status 200 has no body"]);
    expect(graph.check({ ...list, responseBody: { values: [] } })).toContain(
      "response: must have required property 'value'",
    );
  });

  it("refuses another status, and an error without its shape", () => {
    const requestBody = { displayName: "App" };
    expect(graph.check({ ...created, requestBody, status: 200, responseBody: APP })).toEqual([
      "status 200 is not described",
    ]);
    const error = { error: { code: "Request_BadRequest", message: "No." } };
    expect(graph.check({ ...created, requestBody, status: 400, responseBody: error })).toEqual([]);
    const flat = { ...created, requestBody, status: 400, responseBody: error.error };
    expect(graph.check(flat)).toContain("response: must have required property 'error'");
  });

  it("refuses another path, method or option", () => {
    expect(graph.check({ ...created, path: "/apps" })).toEqual(["/apps is not described"]);
    expect(graph.check({ ...created, method: "PUT" })).toEqual(["/applications has no PUT"]);
    const query = new URLSearchParams({ $filters: "x" });
    const list = { ...created, method: "GET", status: 200, responseBody: { value: [] } };
    expect(graph.check({ ...list, query })).toEqual(["the query's $filters is not described"]);
  });

  it("prefers a path of fixed words", () => {
    const byAppId = { ...created, method: "GET", path: "/applications(appId='2')", status: 200 };
    expect(graph.check({ ...byAppId, responseBody: APP })).toEqual([]);
  });
});

describe("a description in Swagger 2.0", () => {
  it("reads paths without regard to case", () => {
    const { path, query } = group("rg");
    const exchange = { method: "HEAD", path: path.toUpperCase(), query, status: 204 };
    expect(arm.check(exchange)).toEqual([]);
  });

  it("refuses another version, or none", () => {
    const exchange = { ...group("rg"), method: "HEAD", status: 204 };
    const newer = new URLSearchParams({ "api-version": "2099-01-01" });
    expect(arm.check({ ...exchange, query: newer })).toEqual(["version 2099-01-01 is not described"]);
    expect(arm.check({ ...exchange, query: new URLSearchParams() })).toEqual(["the query lacks api-version"]);
  });

  it("refuses what only the server may say, when a client says it", () => {
    const put = { ...group("rg"), method: "PUT", status: 201 };
    const responseBody = { id: "/subscriptions/1/resourceGroups/rg", location: "westeurope" };
    expect(arm.check({ ...put, requestBody: { location: "westeurope" }, responseBody })).toEqual([]);
    expect(arm.check({ ...put, requestBody: responseBody, responseBody })).toEqual([
      "request: must NOT have additional properties (id)",
    ]);
    expect(arm.check({ ...put, requestBody: {}, responseBody })).toEqual([
      "request: must have required property 'location'",
    ]);
  });
});

it("knows what was never asked", () => {
  const unused = arm.unused([{ ...group("rg"), method: "HEAD", status: 204 }]);
  expect(unused).toContain("GET /subscriptions/{subscriptionId}/resourcegroups");
  expect(unused).not.toContain("HEAD /subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}");
});
