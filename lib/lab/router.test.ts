import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type AnsweredRequest, type LabRoute, routeRequests, sendJson } from "./router";

let server: http.Server | undefined;
afterEach(() => server?.close());

async function serve(routes: readonly LabRoute[], observe?: (answered: AnsweredRequest) => void) {
  server = http.createServer(routeRequests(routes, observe));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return async (path: string, method = "GET") => {
    const [response] = (await once(http.request({ port, path, method }).end(), "response")) as [
      IncomingMessage,
    ];
    let text = "";
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, headers: response.headers, body: text && JSON.parse(text) };
  };
}

const echo = (path: string, methods = ["GET"]): LabRoute => ({
  methods,
  path,
  handle: ({ response, params, rest }) => sendJson(response, 200, { route: path, params, rest }),
});

it("lets a named segment stand for anything but nothing, and for one segment only", async () => {
  const get = await serve([echo("/:tenant/oauth2/v2.0/token")]);

  expect((await get("/contoso.com/oauth2/v2.0/token?x=1")).body.params).toEqual({ tenant: "contoso.com" });
  for (const path of ["//oauth2/v2.0/token", "/a/b/oauth2/v2.0/token", "/a/oauth2/v2.0/token/"])
    expect((await get(path)).status).toBe(404);
});

it("hands on what follows a prefix", async () => {
  const get = await serve([echo("/arm/:kind/")]);
  expect((await get("/arm/subscriptions/1/locations")).body).toMatchObject({
    params: { kind: "subscriptions" },
    rest: "1/locations",
  });
  expect((await get("/arm/subscriptions")).status).toBe(404);
});

it("prefers the first row that fits, and names the methods when none does", async () => {
  const get = await serve([echo("/lab/faults"), echo("/:tenant/faults", ["GET", "POST"])]);
  expect((await get("/lab/faults")).body.route).toBe("/lab/faults");
  expect((await get("/lab/faults", "POST")).body.route).toBe("/:tenant/faults");
  const refused = await get("/lab/faults", "DELETE");
  expect([refused.status, refused.headers.allow]).toEqual([405, "GET, POST"]);
});

it("tells of each answer, without the query", async () => {
  const answered: AnsweredRequest[] = [];
  const get = await serve([echo("/here")], (one) => answered.push(one));
  await get("/here?code=secret");
  await get("/there");
  await expect
    .poll(() => answered)
    .toEqual([
      { method: "GET", path: "/here", status: 200 },
      { method: "GET", path: "/there", status: 404 },
    ]);
});
