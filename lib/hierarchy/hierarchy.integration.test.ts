import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  auditMessages,
  cloudEnvironments,
  componentThreads,
  executives,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { changeMode } from "./change-mode";
import { getRoleStatus } from "./get-role-status";
import { listSites } from "./list-sites";
import { SITE_SERVER_ROLE } from "./model";

const { db } = await testDatabase();
const clock = testClock();
const EXECUTIVE_ID = "00000000-0000-4000-8000-000000000001";
let serverId: string;

beforeEach(async () => {
  for (const table of [
    serviceConnectionPoint,
    componentThreads,
    siteSystemRoles,
    siteSystemServers,
    executives,
    sites,
    cloudEnvironments,
  ]) {
    await db.delete(table);
  }
  const version = { version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values({ ...version, siteCode: "CAS", name: "Central", type: 4 });
  await db
    .insert(sites)
    .values({ ...version, siteCode: "PR1", name: "Primary", type: 2, parentSiteCode: "CAS" });
  const servers = await db
    .insert(siteSystemServers)
    .values([
      { fqdn: "scp01.contoso.com", siteCode: "CAS", executiveId: EXECUTIVE_ID },
      { fqdn: "cas01.contoso.com", siteCode: "CAS" },
    ])
    .returning();
  serverId = servers[0]!.id;
  await db.insert(siteSystemRoles).values({ serverId: servers[1]!.id, role: SITE_SERVER_ROLE });
});

async function installRole(): Promise<void> {
  await db.insert(cloudEnvironments).values({ id: "lab", name: "Lab" });
  const [role] = await db.insert(siteSystemRoles).values({ serverId, role: "SMS Dmp Connector" }).returning();
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role!.id, environmentId: "lab", runningMode: "online", runningModeSince: clock.now() });
  await db.insert(executives).values({
    id: EXECUTIVE_ID,
    hostName: "host",
    processId: 1,
    version: "0.0.0",
    startedAt: clock.now(),
    heartbeatAt: new Date(),
  });
  await db.insert(componentThreads).values({ serverId, component: "SMS_DMP_DOWNLOADER", state: "running" });
}

const status = async () => {
  const result = await getRoleStatus(testCtx(db, { clock }), {});
  return result.ok ? result.value : null;
};

describe("changing the mode", () => {
  it("is refused while the role is not installed, and leaves no audit message", async () => {
    const ctx = testCtx(db, { clock });
    expect(await changeMode(ctx, { mode: "offline" })).toMatchObject({ code: "role-not-installed" });
    expect(await audit(ctx.correlationId)).toEqual([]);
  });

  it("changes what should be, not what is, and is audited as 60001 with old and new mode", async () => {
    await installRole();
    const ctx = testCtx(db, { clock });
    await changeMode(ctx, { mode: "offline" });
    expect((await status())?.role).toMatchObject({
      configuredMode: "offline",
      configuredModeBy: "test-SMS0001R",
      runningMode: "online",
      pendingRestart: true,
    });
    expect(await audit(ctx.correlationId)).toMatchObject([
      { messageId: 60001, strings: ["test-SMS0001R", "CAS", "scp01.contoso.com", "online", "offline"] },
    ]);
  });

  it("to the mode it has is no change", async () => {
    await installRole();
    const ctx = testCtx(db, { clock });
    expect(await changeMode(ctx, { mode: "online" })).toMatchObject({ ok: true });
    expect((await status())?.role?.configuredModeBy).toBe("Setup");
    expect(await audit(ctx.correlationId)).toEqual([]);
  });

  it("is refused to an Operations Administrator", async () => {
    await installRole();
    const ctx = testCtx(db, { clock, actor: userActor("SMS000ER") });
    expect(await changeMode(ctx, { mode: "offline" })).toMatchObject({ code: "forbidden" });
  });
});

describe("the role", () => {
  it("is shown as not installed", async () => {
    expect(await status()).toEqual({ role: null, executiveResponding: false });
  });

  it("has no running mode while its executive does not respond", async () => {
    await installRole();
    expect(await status()).toMatchObject({ executiveResponding: true, role: { runningMode: "online" } });
    await db.update(executives).set({ heartbeatAt: new Date(Date.now() - 11_000) });
    expect(await status()).toMatchObject({
      executiveResponding: false,
      role: { runningMode: null, runningModeSince: null, pendingRestart: false },
    });
  });
});

it("lists sites with their servers and roles", async () => {
  await installRole();
  const result = await listSites(testCtx(db), {});
  expect(result.ok && result.value).toMatchObject([
    {
      siteCode: "CAS",
      type: 4,
      servers: [
        { fqdn: "cas01.contoso.com", roles: ["SMS Site Server"] },
        { fqdn: "scp01.contoso.com", roles: ["SMS Dmp Connector"] },
      ],
    },
    { siteCode: "PR1", parentSiteCode: "CAS", servers: [] },
  ]);
});

const audit = (correlationId: string) =>
  db.select().from(auditMessages).where(eq(auditMessages.correlationId, correlationId));
