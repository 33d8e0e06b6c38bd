import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { labCertificate } from "./certificates";
import { type CloudServer, startCloudServer } from "./cloud-server";
import { FaultBoard, faultSchema } from "./faults";
import { sendJson } from "./router";
import { underFaults } from "./under-faults";

let folder: string;
let server: CloudServer;
let agent: Agent;
let carriedOut = 0;
const faults = new FaultBoard();
const ANSWER = { value: "x".repeat(100) };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-faults-"));
  const certificate = await labCertificate(folder, new Date());
  const routes = underFaults(
    [
      {
        methods: ["POST"],
        path: "/graph/:what",
        handle({ response, params }) {
          carriedOut += 1;
          if (params.what === "nothing") response.writeHead(204).end();
          else sendJson(response, 201, ANSWER);
        },
      },
    ],
    faults,
    { tooManyRequests: () => ({ error: "throttled" }), serverError: () => ({ error: "broken" }) },
  );
  server = await startCloudServer(0, certificate, routes);
  agent = new Agent({ connect: { ca: certificate.authority } });
});

afterEach(() => {
  faults.clear();
  carriedOut = 0;
});

afterAll(async () => {
  await agent.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function post(what: string) {
  const url = `https://localhost:${server.port}/graph/${what}`;
  const { statusCode, headers, body } = await request(url, { dispatcher: agent, method: "POST" });
  const text = await body.text();
  return { status: statusCode, headers, body: text && JSON.parse(text) };
}

const switchOn = (fault: object) => faults.switchOn(faultSchema.parse(fault));

it("answers as usual while nothing is on", async () => {
  expect(await post("things")).toMatchObject({ status: 201, body: ANSWER });
});

it("refuses in the words of the protocol, and does not carry out what was asked", async () => {
  switchOn({ fault: "too-many-requests", path: "/graph/", retryAfterSeconds: 7, times: 1 });
  const limited = await post("things");
  expect([limited.status, limited.headers["retry-after"], limited.body]).toEqual([
    429,
    "7",
    { error: "throttled" },
  ]);
  switchOn({ fault: "server-error", path: "/graph/", status: 504, times: 1 });
  expect(await post("things")).toMatchObject({ status: 504, body: { error: "broken" } });
  expect(carriedOut).toBe(0);
  expect((await post("things")).status).toBe(201);
});

it("can leave out when to come back", async () => {
  switchOn({ fault: "too-many-requests", retryAfterSeconds: null });
  const limited = await post("things");
  expect([limited.status, limited.headers["retry-after"]]).toEqual([429, undefined]);
});

it.each([0, 20, 5000])("loses the answer of what it carried out (cut after %i bytes)", async (afterBytes) => {
  switchOn({ fault: "cut-connection", path: "/graph/things", afterBytes, times: 1 });
  await expect(post("things")).rejects.toThrow();
  expect(carriedOut).toBe(1);
  expect((await post("things")).status).toBe(201);
});

it("cuts an answer that has no body, too", async () => {
  switchOn({ fault: "cut-connection", afterBytes: 100, times: 1 });
  await expect(post("nothing")).rejects.toThrow();
});

it("sends a slow answer whole", async () => {
  switchOn({ fault: "slow", path: "/graph/", bytesPerSecond: 1000 });
  expect(await post("things")).toMatchObject({ status: 201, body: ANSWER });
  expect((await post("nothing")).status).toBe(204);
});

it("shows a wrong clock", async () => {
  switchOn({ fault: "clock-skew", seconds: -7200 });
  const { headers } = await post("things");
  const behind = Date.now() - Date.parse(String(headers.date));
  expect(Math.round(behind / 3_600_000)).toBe(2);
});

it("leaves other paths alone", async () => {
  switchOn({ fault: "server-error", path: "/arm/" });
  expect((await post("things")).status).toBe(201);
});
