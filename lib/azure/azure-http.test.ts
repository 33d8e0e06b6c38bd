import { describe, expect, it } from "vitest";
import { type AzureRequest, openAzureHttp } from "./azure-http";
import { type Scripted, scriptedWire } from "./testing/scripted-wire";
import { testEnvironment } from "./testing/test-environment";
import { virtualTime } from "./testing/virtual-time";
import { ThrottleBudget } from "./throttle-budget";

const CALLER = { tenantId: "tenant-a", clientId: "app-a" };
const READ: AzureRequest = {
  api: "graph",
  caller: CALLER,
  method: "GET",
  url: "https://cloud.example/graph/v1.0/organization",
  repeatable: true,
};
const ADD: AzureRequest = { ...READ, method: "POST", body: "{}", repeatable: false };

function open(...script: Scripted[]) {
  const time = virtualTime();
  const wire = scriptedWire(...script);
  const budget = new ThrottleBudget(time);
  const http = openAzureHttp({ environment: testEnvironment(), wire, budget, waiting: time });
  const send = (request: AzureRequest) => time.pass(http.send(request));
  return { time, wire, http, send, budget };
}

const busy = (retryAfter?: string, status = 429): Scripted => ({
  status,
  headers:
    retryAfter === undefined ? {} : { "retry-after": retryAfter, date: "Mon, 20 Apr 2020 09:00:00 GMT" },
});
const OK: Scripted = { status: 200, body: "done" };

describe("an answer", () => {
  it("is given as it came, a refusal too", async () => {
    const { send } = open({ status: 403, headers: { "request-id": "r" }, body: "no" });
    const answer = await send(READ);
    expect([answer.status, answer.header("request-id"), answer.body.toString()]).toEqual([403, "r", "no"]);
  });

  it("longer than anybody wants to read is none", async () => {
    const { send } = open({ status: 200, body: "x".repeat(9 * 1024 * 1024) });
    await expect(send(READ)).rejects.toMatchObject({ code: "response-too-long" });
  });
});

describe("an address", () => {
  it.each([
    ["another host", "https://evil.example/graph/v1.0/organization"],
    ["another API of the same host, whose token it is not", "https://cloud.example/arm/subscriptions"],
    ["an address of this machine", "http://127.0.0.1/graph/"],
  ])("that is %s is refused before anything is sent", async (_what, url) => {
    const { send, wire } = open(OK);
    await expect(send({ ...READ, url })).rejects.toMatchObject({
      code: "endpoint-refused",
      params: { environment: "Lab", host: new URL(url).host },
    });
    expect(wire.sent).toEqual([]);
  });

  it("that this cloud does not have is named", async () => {
    const time = virtualTime();
    const environment = { ...testEnvironment(), armUrl: null };
    const options = { environment, wire: scriptedWire(OK), budget: new ThrottleBudget(time), waiting: time };
    const http = openAzureHttp(options);
    await expect(http.send({ ...READ, api: "arm" })).rejects.toMatchObject({ code: "not-in-this-cloud" });
  });
});

describe("asking again", () => {
  it("waits as long as it is told, to the fraction of a second", async () => {
    const { send, time, wire } = open(busy("2.128"), OK);
    await send(READ);
    expect([time.slept, wire.sent.length]).toEqual([[2_128], 2]);
  });

  it("reads a date by Azure's clock, because ours may be an hour off", async () => {
    const { send, time } = open(busy("Mon, 20 Apr 2020 09:00:07 GMT", 503), OK);
    await send(READ);
    expect(time.slept).toEqual([7_000]);
  });

  it("waits longer each time when it is told nothing, by chance up to the double of the time before", async () => {
    const { send, time } = open(
      { fails: "connection-lost" },
      busy(),
      busy(undefined, 503),
      busy(undefined, 504),
      OK,
    );
    await send(READ);
    // Chance gives one half.
    expect(time.slept).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it("ends after six attempts, with what the last one said", async () => {
    const { send, wire } = open(busy(undefined, 503));
    await expect(send(READ)).rejects.toMatchObject({ code: "azure-unavailable", params: { status: 503 } });
    expect(wire.sent).toHaveLength(6);
  });

  it("ends after four when nothing answers: a firewall does not change its mind", async () => {
    const { send, wire } = open({ fails: "connect-timeout" });
    await expect(send(READ)).rejects.toMatchObject({ code: "connect-timeout" });
    expect(wire.sent).toHaveLength(4);
  });

  it("does not begin a wait that is longer than anybody should sit in front of", async () => {
    const { send, time } = open(busy("3600"), OK);
    await expect(send(READ)).rejects.toMatchObject({
      code: "throttled",
      params: { retryAfterSeconds: 3600 },
    });
    expect(time.slept).toEqual([]);
  });

  it.each(["tls-untrusted", "redirect-refused", "proxy-refused"] as const)(
    "is no use after %s, which keeps its name and says on whose behalf",
    async (code) => {
      const { send, wire } = open({ fails: code });
      await expect(send(READ)).rejects.toMatchObject({
        code,
        params: { tenant: "tenant-a", appId: "app-a" },
      });
      expect(wire.sent).toHaveLength(1);
    },
  );

  it("gives every attempt an id of its own, and all of them that of the operation", async () => {
    const { send, wire, http } = open(busy("1"), OK);
    await send(READ);
    const ids = wire.sent.map(({ headers }) => headers?.["client-request-id"]);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(wire.sent.map(({ headers }) => headers?.["x-ms-correlation-request-id"])).toEqual([
      http.correlationId,
      http.correlationId,
    ]);
  });

  it("ends with the reason of whoever stops it, also while it waits", async () => {
    const { http, time } = open(busy("60"));
    const stop = new AbortController();
    const asked = http.send({ ...READ, signal: stop.signal });
    await expect.poll(() => time.slept).toEqual([60_000]);
    stop.abort(new Error("stopped"));
    await expect(asked).rejects.toThrow("stopped");
  });
});

describe("what must not be done twice", () => {
  it.each<[string, Scripted]>([
    ["429", busy("1")],
    ["503 that says when to come back", busy("1", 503)],
    ["a connection that was never there", { fails: "connection-refused" }],
    [
      "a connection that took too long to come about",
      { fails: "connect-timeout", detail: "UND_ERR_CONNECT_TIMEOUT" },
    ],
  ])("is asked again after %s: Azure did nothing", async (_what, first) => {
    const { send, wire } = open(first, OK);
    await send(ADD);
    expect(wire.sent).toHaveLength(2);
  });

  it.each<[string, Scripted]>([
    ["503 without a word", busy(undefined, 503)],
    ["500", busy(undefined, 500)],
    ["504", busy(undefined, 504)],
    ["a connection that broke", { fails: "connection-lost" }],
    ["no answer", { fails: "response-timeout" }],
    ["a connection that may have been open", { fails: "connect-timeout", detail: "ETIMEDOUT" }],
  ])("is not asked again after %s: nobody knows what Azure did", async (_what, first) => {
    const { send, wire } = open(first, OK);
    await expect(send(ADD)).rejects.toMatchObject({ code: "outcome-unknown" });
    expect(wire.sent).toHaveLength(1);
  });
});

describe("what Azure counts together", () => {
  it("waits together: after a 429 the next request of the app does not make it worse", async () => {
    const { http, time, wire } = open(busy("30"), OK);
    const beginning = time.now().getTime();
    const first = http.send(READ);
    await expect.poll(() => time.slept).toEqual([30_000]);
    await time.pass(Promise.all([first, http.send(READ)]));
    expect(wire.sent).toHaveLength(3);
    expect(time.now().getTime() - beginning).toBe(30_000);
    expect(time.slept).toEqual([30_000, 30_000]);
  });

  it("is an app in a tenant for one API: others do not wait", async () => {
    const { http, time, send } = open(busy("30"), OK);
    const first = http.send(READ);
    await expect.poll(() => time.slept).toEqual([30_000]);
    await http.send({ ...READ, caller: { ...CALLER, tenantId: "tenant-b" } });
    await http.send({ ...READ, api: "arm", url: "https://cloud.example/arm/subscriptions" });
    expect(time.slept).toEqual([30_000]);
    await send({ ...READ, caller: { ...CALLER, clientId: "app-b" } });
    await time.pass(first);
  });

  it("is never asked more than four things at once", async () => {
    const { http, wire, time } = open({ status: 200, body: "done" });
    const asked = Array.from({ length: 6 }, () => http.send(READ));
    await time.pass(Promise.all(asked));
    expect([wire.sent.length, wire.mostAtOnce()]).toEqual([6, 4]);
  });

  it("keeps a distance once Azure says that the limit is near, for as long as that lasts", async () => {
    const near: Scripted = { status: 200, headers: { "x-ms-throttle-limit-percentage": "1.3" } };
    const { send, time } = open(near, { status: 200 });
    await send(READ);
    await send(READ);
    await send(READ);
    expect(time.slept).toEqual([500]);
  });
});
