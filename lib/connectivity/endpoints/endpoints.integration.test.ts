import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Day, Hour, Minute } from "@/lib/clock";
import {
  alerts,
  cloudEnvironments,
  componentThreads,
  endpointProbeRuns,
  endpointProbes,
  serviceConnectionPoint,
  siteSystemServers,
  statusMessages,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { listComponents } from "@/lib/executive/list-components";
import { resetCounts } from "@/lib/executive/reset-counts";
import { SERVER_TASK_KINDS } from "@/lib/server-tasks/kinds";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { workServerTasks } from "@/lib/server-tasks/work-server-tasks";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock, testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { configureProxy } from "../proxies/configure-proxy";
import { testProxy } from "../proxies/test-proxy";
import { selfSigned } from "../testing/self-signed";
import { startProxy } from "../testing/start-proxy";
import { exportAllowList } from "./export-allow-list";
import { listEndpoints } from "./list-endpoints";
import { nextProbeAt } from "./probe-schedule";
import { requestProbe } from "./request-probe";
import { runProbe } from "./run-probe";
import { setProbeSchedule } from "./set-probe-schedule";

const { db } = await testDatabase();

const identity = await selfSigned("localhost");
let statusOf: (path: string) => number = () => 200;
let asked: string[] = [];
const cloud = https.createServer(identity, (request, response) => {
  asked.push(request.url ?? "");
  response.writeHead(statusOf(request.url ?? "")).end();
});
await once(cloud.listen(0, "localhost"), "listening");
const origin = `https://localhost:${(cloud.address() as AddressInfo).port}`;
const installDir = await mkdtemp(path.join(os.tmpdir(), "scp-endpoints-"));
afterAll(async () => {
  cloud.closeAllConnections();
  cloud.close();
  await rm(installDir, { recursive: true, force: true });
});

let clock: ReturnType<typeof testClock>;
let thread: ThreadContext;
let lines: string[];
const ctx = () => testCtx(db, { clock });

beforeEach(async () => {
  await emptyTables(db, "sites, cloud_environments, alerts, status_messages, endpoint_probe_schedule");
  const serverId = await installHierarchy(db);
  await db.update(cloudEnvironments).set({
    catalogueMetadataUrl: `${origin}/metadata/`,
    catalogueTargetsUrl: `${origin}/targets/`,
    usageDataUrl: `${origin}/usage-data/`,
    graphUrl: `${origin}/graph/`,
    certificateAuthorities: identity.cert,
  });
  await db.execute("update service_connection_point set running_mode = 'online'");
  clock = testClock();
  lines = [];
  thread = testThread({ component: "SMS_SERVICE_CONNECTOR", db, clock, serverId, installDir }, lines);
  await db
    .insert(componentThreads)
    .values({ serverId, component: "SMS_SERVICE_CONNECTOR", state: "running", type: 1 });
  await db
    .update(siteSystemServers)
    .set({ fqdn: thread.serverFqdn })
    .where(eq(siteSystemServers.id, serverId));
  statusOf = () => 200;
  asked = [];
});

const test = (request: Partial<Parameters<typeof runProbe>[1]> = {}) =>
  runProbe(thread, { trigger: "schedule", requestedBy: "test", ...request }, new AbortController().signal);

const activeAlerts = async () =>
  (await db.select().from(alerts).where(eq(alerts.state, 0))).map(({ objectId, params, link }) => ({
    objectId,
    reason: params.reason,
    link,
  }));

async function componentStatus(): Promise<number | undefined> {
  const listed = await listComponents(ctx(), {});
  return listed.ok
    ? listed.value.find(({ component }) => component === "SMS_SERVICE_CONNECTOR")?.status
    : undefined;
}

const unreachable = (on: string) => {
  statusOf = (path) => (path.startsWith(on) ? 503 : 200);
};

describe("a test of the endpoints", () => {
  it("asks for what is connected, and keeps each layer of what it found", async () => {
    expect(await test()).toMatchObject({ value: { reachable: 3, unreachable: 0, failed: [] } });
    expect(asked.sort()).toEqual(["/metadata/", "/targets/", "/usage-data/"]);
    const probes = await db.select().from(endpointProbes);
    expect(probes.map(({ code }) => code)).toEqual(["ok", "ok", "ok"]);
    expect(probes[0]?.layers.map(({ layer }) => layer)).toEqual([
      "dns",
      "tcp",
      "proxy",
      "tls",
      "http",
      "clock",
    ]);
    const [run] = await db.select().from(endpointProbeRuns);
    expect(run).toMatchObject({ whole: true, total: 3, reachable: 3, finishedAt: clock.now() });
  });

  it("is 11488 and an alert with the endpoint for each that is missed; both end once it is back", async () => {
    unreachable("/usage-data/");
    await test();
    const endpoint = `${origin}/usage-data/`;
    const link = `/endpoints?endpoint=${encodeURIComponent(endpoint)}`;
    expect(await activeAlerts()).toEqual([{ objectId: endpoint, reason: "http-status", link }]);
    const [message] = await db.select().from(statusMessages).where(eq(statusMessages.messageId, 11488));
    expect(message).toMatchObject({
      component: "SMS_SERVICE_CONNECTOR",
      strings: [endpoint, "usage-data", "http-status"],
    });
    expect(await componentStatus()).toBe(2);

    clock.advance(Hour.ms);
    unreachable("/nothing/");
    await test();
    expect(await activeAlerts()).toEqual([]);
    expect(await componentStatus()).toBe(0);
  });

  it("is not missed any more when the counts are reset, until the next test", async () => {
    unreachable("/targets/");
    await test();
    const input = { serverId: thread.serverId, component: "SMS_SERVICE_CONNECTOR" };
    expect(await resetCounts(ctx(), input)).toMatchObject({ ok: true });
    expect(await componentStatus()).toBe(0);
    await test();
    expect(await componentStatus()).toBe(2);
  });

  it("of one server that does not hold the role alarms nobody", async () => {
    const [other] = await db
      .insert(siteSystemServers)
      .values({ fqdn: "scp02.contoso.com", siteCode: "CAS" })
      .returning();
    thread = { ...thread, serverId: other?.id ?? "", serverFqdn: "scp02.contoso.com" };
    unreachable("/");
    expect(await test()).toMatchObject({ value: { unreachable: 3 } });
    expect(await activeAlerts()).toEqual([]);
    const shown = await listEndpoints(ctx(), { serverId: other?.id });
    expect(shown).toMatchObject({ value: { serverId: other?.id, runs: [{ unreachable: 3 }] } });
  });

  it("also tests what nothing needs when somebody asks, and misses it in silence", async () => {
    unreachable("/graph/");
    expect(await test({ endpoints: [`${origin}/graph/`] })).toMatchObject({ value: { unreachable: 1 } });
    expect(await activeAlerts()).toEqual([]);
    expect(await test({ features: ["no-feature"] })).toMatchObject({ code: "no-endpoint-to-test" });
  });

  it.each([{ runningMode: "offline" }, { configuredMode: "offline" }] as const)(
    "is silent and refused with the role %o",
    async (mode) => {
      await db.update(serviceConnectionPoint).set(mode);
      expect(await test()).toMatchObject({ code: "role-offline" });
      expect(await requestProbe(ctx(), {})).toMatchObject({ code: "role-offline" });
      expect(await testProxy(ctx(), { serverId: thread.serverId })).toMatchObject({ code: "role-offline" });
      expect(await nextProbeAt(db, thread.serverId, clock.now())).toBeNull();
      expect(asked).toEqual([]);
    },
  );
});

describe("by itself it tests", () => {
  const next = async () => (await nextProbeAt(db, thread.serverId, clock.now()))?.getTime();

  it("at once, then daily, or as often as somebody set", async () => {
    const began = clock.now().getTime();
    expect(await next()).toBe(began);
    await test();
    expect(await next()).toBe(began + Day.ms);
    await setProbeSchedule(ctx(), { enabled: true, intervalHours: 4 });
    expect(await next()).toBe(began + 4 * Hour.ms);
    await setProbeSchedule(ctx(), { enabled: false, intervalHours: 4 });
    expect(await next()).toBeUndefined();
  });

  it("hourly while something is missed, and at once when something new is needed", async () => {
    const began = clock.now().getTime();
    unreachable("/targets/");
    await test();
    expect(await next()).toBe(began + Hour.ms);
    await db.update(cloudEnvironments).set({ catalogueMetadataUrl: `${origin}/elsewhere/` });
    clock.advance(Minute.ms);
    expect(await next()).toBe(began + Minute.ms);
  });
});

describe("asked for on a page", () => {
  const work = () => workServerTasks({ ...thread, component: "SMS_SERVER_BOOTSTRAP" }, SERVER_TASK_KINDS);

  it("a server tests from itself, and the page shows what was found and since when", async () => {
    await test();
    clock.advance(Hour.ms);
    unreachable("/targets/");
    const requested = await requestProbe(ctx(), {});
    expect(requested).toMatchObject({ ok: true });
    await work();
    const task = requested.ok ? await readServerTask(db, requested.value.taskId) : null;
    expect(task).toMatchObject({ state: "done", result: { reachable: 2, unreachable: 1 } });
    const shown = await listEndpoints(ctx(), {});
    const rows = shown.ok ? shown.value.endpoints : [];
    const row = (suffix: string) => rows.find(({ id }) => id.endsWith(suffix))?.result;
    expect(row("/targets/")).toMatchObject({ outcome: "failed", code: "http-status", since: clock.now() });
    expect(row("/targets/")?.history.map(({ code }) => code)).toEqual(["ok", "http-status"]);
    expect(row("/metadata/")?.since.getTime()).toBe(clock.now().getTime() - Hour.ms);
    // Patterns and what others need are shown, and never tested.
    expect(rows.find(({ host }) => host === "*.manage.microsoft.com")).toMatchObject({
      testable: false,
      result: null,
    });
  });

  it("the proxy is tested by the server that uses it", async () => {
    expect(await testProxy(ctx(), { serverId: thread.serverId })).toMatchObject({ code: "proxy-not-used" });
    const proxy = await startProxy({ refuses: ["localhost"] });
    const proxied = { serverId: thread.serverId, enabled: true, host: "127.0.0.1", port: proxy.port };
    await configureProxy(ctx(), { ...proxied, userName: null, password: null });
    const asking = await testProxy(ctx(), { serverId: thread.serverId });
    await work();
    await proxy.close();
    const task = asking.ok ? await readServerTask(db, asking.value.taskId) : null;
    expect(task?.result).toMatchObject({
      proxy: `127.0.0.1:${proxy.port}`,
      layers: [
        { outcome: "ok" },
        { outcome: "ok" },
        { outcome: "failed", code: "proxy-refused" },
        {},
        {},
        {},
      ],
    });
  });
});

describe("the allow list", () => {
  const listed = async (input: object) => {
    const result = await exportAllowList(ctx(), input);
    return result.ok ? result.value.content : result.code;
  };

  it("is a rule for each host, whoever needs it", async () => {
    const { rules } = JSON.parse(await listed({ format: "json" }));
    const rule = (host: string) => rules.find((one: { host: string }) => one.host === host);
    expect(rule("aka.ms")).toMatchObject({
      requiredBy: ["scp", "console"],
      features: ["desktop-analytics", "console"],
    });
    expect(rule("localhost")).toMatchObject({ scheme: "https", requiredBy: ["scp"] });
    // The site is of version 1906: later than what the directory's old service ended with.
    expect(rule("graph.windows.net").features).toEqual(["desktop-analytics"]);
  });

  it("can be of what is connected, and of one party", async () => {
    const connected = await listed({ format: "csv", scope: "connected", party: "scp" });
    expect(connected).toContain("localhost,https,");
    expect(connected).not.toContain("aka.ms");
    expect(await listed({ format: "csv", party: "sup" })).not.toContain("localhost");
  });

  it("is a request that whoever keeps the firewall can read, in both languages", async () => {
    expect(await listed({ format: "txt", party: "client", locale: "de" })).toContain(
      "Gebraucht von: Clients",
    );
    expect(await listed({ format: "txt", scope: "connected" })).toContain(
      "Upload of diagnostics and usage data",
    );
  });
});
