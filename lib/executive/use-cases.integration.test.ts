import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { actorName } from "@/lib/context";
import {
  auditMessages,
  componentCommands,
  componentThreads,
  executives,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { STATUS_SEVERITY } from "@/lib/status/model";
import { reportStatus } from "@/lib/status/status-messages";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { controlComponent } from "./control-component";
import { listComponents } from "./list-components";
import { queryComponent } from "./query-component";

const { db } = await testDatabase();
const clock = testClock();
const ctx = testCtx(db, { clock });
const EXECUTIVE_ID = "00000000-0000-4000-8000-000000000001";
const component = "SMS_DMP_DOWNLOADER" as const;
let serverId: string;

beforeEach(async () => {
  for (const table of [componentCommands, componentThreads, siteSystemServers, sites, executives]) {
    await db.delete(table);
  }
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS", executiveId: EXECUTIVE_ID })
    .returning();
  serverId = server!.id;
  await db.insert(executives).values({
    id: EXECUTIVE_ID,
    hostName: "host",
    processId: 1,
    version: "0.0.0",
    startedAt: clock.now(),
    heartbeatAt: new Date(),
  });
  await db.insert(componentThreads).values({ serverId, component, state: "running" });
});

const rows = async () => {
  const result = await listComponents(ctx, {});
  return result.ok ? result.value : [];
};

describe("Component Status", () => {
  it("shows what messages since midnight make of a component, and its newest command", async () => {
    const reporter = {
      db,
      clock,
      component,
      threadId: 4,
      serverFqdn: "scp01.contoso.com",
      siteCode: "CAS",
      log: { info() {}, warning() {}, error() {}, line() {} },
    };
    await reportStatus(reporter, { messageId: 1104, severity: "error" });
    await reportStatus({ ...reporter, serverFqdn: "other" }, { messageId: 1104, severity: "error" });
    await queryComponent(ctx, { serverId, component });
    expect(await rows()).toMatchObject([
      {
        component,
        status: 1,
        errors: 1,
        logFile: "dmpdownloader.log",
        executiveResponding: true,
        lastCommand: { operation: "query", state: "pending", outcome: null },
      },
    ]);
    expect(STATUS_SEVERITY.error).toBe(3221225472);
  });

  it("says when the executive does not report any more", async () => {
    await db.update(executives).set({ heartbeatAt: new Date(Date.now() - 11_000) });
    expect((await rows())[0]?.executiveResponding).toBe(false);
    expect(await queryComponent(ctx, { serverId, component })).toMatchObject({
      ok: false,
      code: "executive-not-responding",
    });
  });
});

describe("a command", () => {
  it("is audited as 60002 with component, server and operation", async () => {
    const stopping = { ...ctx, correlationId: "stopping" };
    await controlComponent(stopping, { serverId, component, operation: "stop" });
    expect(
      await db.select().from(auditMessages).where(eq(auditMessages.correlationId, "stopping")),
    ).toMatchObject([
      {
        messageId: 60002,
        action: "component.control",
        strings: [actorName(ctx.actor), component, "scp01.contoso.com", "stop", "requested"],
      },
    ]);
  });

  it("to start is refused until the component was seen stopped", async () => {
    const start = () => controlComponent(ctx, { serverId, component, operation: "start" });
    await db.update(componentThreads).set({ state: "stopped" });
    expect(await start()).toMatchObject({ ok: false, code: "component-not-stopped" });
    await db.update(componentThreads).set({ polledState: "running" });
    expect(await start()).toMatchObject({ ok: false, code: "component-not-stopped" });
    await db.update(componentThreads).set({ polledState: "stopped" });
    expect(await start()).toMatchObject({ ok: true });
  });

  it("waits for the one under way; a query does not", async () => {
    await controlComponent(ctx, { serverId, component, operation: "stop" });
    expect(await controlComponent(ctx, { serverId, component, operation: "restart" })).toMatchObject({
      code: "command-under-way",
    });
    expect(await queryComponent(ctx, { serverId, component })).toMatchObject({ ok: true });
  });

  it("is refused to a Read-only Analyst, who may query", async () => {
    const analyst = { ...ctx, actor: userActor("SMS0002R") };
    expect(await queryComponent(analyst, { serverId, component })).toMatchObject({ ok: true });
    expect(await controlComponent(analyst, { serverId, component, operation: "stop" })).toMatchObject({
      code: "forbidden",
    });
  });

  it("for an unknown component is refused", async () => {
    expect(await queryComponent(ctx, { serverId, component: "SMS_NONE" })).toMatchObject({
      code: "component-not-found",
    });
  });
});
