import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { selfSigned } from "@/lib/connectivity/testing/self-signed";
import {
  cloudEnvironments,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { openAzure } from "./azure";

const { db } = await testDatabase();

const asked: string[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };
let connections = 0;
const identity = await selfSigned("localhost");
const server = https.createServer(identity, (request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? "");
});
server.on("connection", () => connections++);
await once(server.listen(0, "127.0.0.1"), "listening");
const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
afterAll(() => void server.close());

// The role belongs to another cloud than the one that is asked.
await db.insert(cloudEnvironments).values([
  { id: "Own", name: "Own" },
  { id: "Other", name: "Other", graphUrl: `${origin}/graph/`, certificateAuthorities: identity.cert },
]);
await db
  .insert(sites)
  .values({ siteCode: "CAS", name: "CAS", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
const [holder] = await db
  .insert(siteSystemServers)
  .values({ fqdn: "scp.contoso.com", siteCode: "CAS" })
  .returning();
const [role] = await db
  .insert(siteSystemRoles)
  .values({ serverId: holder?.id ?? "", role: SERVICE_CONNECTION_POINT_ROLE })
  .returning();
await db
  .insert(serviceConnectionPoint)
  .values({ roleId: role?.id ?? "", environmentId: "Own", runningMode: "online" });

const host = { db, clock: systemClock, serverId: holder?.id ?? "", installDir: "" };

const READ = {
  api: "graph",
  caller: { tenantId: "t", clientId: "a" },
  method: "GET",
  url: `${origin}/graph/v1.0/organization`,
  repeatable: true,
} as const;

beforeEach(async () => {
  asked.length = 0;
  connections = 0;
  answer = { status: 200 };
  await db.update(serviceConnectionPoint).set({ runningMode: "online" });
});

describe("Azure", () => {
  it("is asked in any environment, with the authorities of its row", async () => {
    answer = { status: 200, body: "hello" };
    const azure = await openAzure(host, "Other");
    expect((await azure.http.send(READ)).body.toString()).toBe("hello");
    await azure.close();
    expect(asked).toEqual(["GET /graph/v1.0/organization"]);
  });

  it("leads nowhere else: a redirect is refused, not followed", async () => {
    answer = { status: 302, headers: { location: "https://169.254.169.254/latest/meta-data" } };
    const azure = await openAzure(host, "Other");
    await expect(azure.http.send(READ)).rejects.toMatchObject({
      code: "redirect-refused",
      params: { target: "https://169.254.169.254" },
    });
    await azure.close();
    expect(asked).toHaveLength(1);
  });

  it.each(["offline", null] as const)("is not asked while the role runs in mode %s", async (runningMode) => {
    const azure = await openAzure(host, "Other");
    await db.update(serviceConnectionPoint).set({ runningMode });
    const code = runningMode === "offline" ? "role-offline" : "role-not-running";
    await expect(azure.http.send(READ)).rejects.toMatchObject({ code });
    await expect(openAzure(host, "Other")).rejects.toMatchObject({ code });
    await azure.close();
    expect(connections).toBe(0);
  });

  it("ends with the operation that asks it", async () => {
    answer = { status: 503, headers: { "retry-after": "60" } };
    const stop = new AbortController();
    const azure = await openAzure(host, "Other", { signal: stop.signal });
    const waiting = azure.http.send(READ);
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
    stop.abort(new Error("over"));
    await expect(waiting).rejects.toThrow("over");
    await azure.close();
  });
});
