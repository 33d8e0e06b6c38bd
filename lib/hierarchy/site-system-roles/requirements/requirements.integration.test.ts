import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  hierarchySettings,
  sealingKeys,
  siteSystemInstallationAccounts,
  siteSystemProxies,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { announceServerKey } from "@/lib/secrets/server-key";
import { SERVER_TASK_KINDS } from "@/lib/server-tasks/kinds";
import { workServerTasks } from "@/lib/server-tasks/work-server-tasks";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { checkRequirements } from "./check-requirements";
import { databaseRights } from "./checks/database-rights";
import { getRequirements } from "./get-requirements";

const { db } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });

let installDir: string;
let thread: ThreadContext;
beforeEach(async () => {
  installDir = await mkdtemp(path.join(os.tmpdir(), "scp-requirements-"));
  await emptyTables(db, "site_system_servers, sites, hierarchy_settings");
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  await db.insert(hierarchySettings).values({ requiredFreeBytes: 1024 });
  thread = testThread(
    { component: "SMS_SERVER_BOOTSTRAP", db, serverId: await server("scp02.contoso.com"), installDir },
    [],
  );
  await announceServerKey(thread);
});
afterEach(() => rm(installDir, { recursive: true, force: true }));

async function server(fqdn: string): Promise<string> {
  const [row] = await db.insert(siteSystemServers).values({ fqdn, siteCode: "CAS" }).returning();
  return row!.id;
}

async function view() {
  const got = await getRequirements(ctx, { serverId: thread.serverId });
  if (!got.ok) throw new Error(got.code);
  return got.value;
}

/** Asks as the portal does, and lets the server answer. */
async function check() {
  expect(await checkRequirements(ctx, { serverId: thread.serverId })).toMatchObject({ ok: true });
  await workServerTasks(thread, SERVER_TASK_KINDS);
  return view();
}
const finding = async (id: string) => (await check()).checks.find((one) => one.id === id);

describe("a server that is asked whether it could get the role", () => {
  it("waits for its executive, and is then found to have everything", async () => {
    await checkRequirements(ctx, { serverId: thread.serverId });
    expect(await view()).toMatchObject({
      running: true,
      checkedAt: null,
      checks: [],
      server: { executive: null },
    });
    await workServerTasks(thread, SERVER_TASK_KINDS);
    const answered = await view();
    expect(answered).toMatchObject({ running: false, unmet: 0 });
    const failed = answered.checks.filter(
      ({ outcome, severity }) => severity === "error" && outcome !== "passed",
    );
    expect(failed).toEqual([]);
  });

  it("names the folder it cannot write in", async () => {
    await writeFile(path.join(installDir, "EasySetupPayload"), "");
    expect(await check()).toMatchObject({ unmet: 1 });
    expect(await finding("write-access")).toMatchObject({
      outcome: "failed",
      params: { folder: path.join(installDir, "EasySetupPayload"), code: "EEXIST" },
    });
  });

  it("says how much space it lacks, how far its clock is off, and that another key was announced", async () => {
    await db.update(hierarchySettings).set({ requiredFreeBytes: 2 ** 52 });
    expect(await finding("disk-space")).toMatchObject({
      outcome: "failed",
      params: { requiredBytes: 2 ** 52 },
    });
    thread = { ...thread, clock: { now: () => new Date(Date.now() + 600_000) } };
    expect(await finding("clock-skew")).toMatchObject({ outcome: "failed", params: { seconds: 600 } });
    await db.update(sealingKeys).set({ fingerprint: "of another key" });
    expect(await finding("sealing-key")).toMatchObject({ outcome: "failed" });
  });

  it("is warned of a proxy that others need and it has not, and of an account nobody saw work; neither blocks", async () => {
    const set = { changedAt: new Date(), changedBy: "anna" };
    const serverId = await server("scp01.contoso.com");
    await db.insert(siteSystemProxies).values({ ...set, serverId, enabled: true, host: "proxy", port: 8080 });
    await db.insert(siteSystemInstallationAccounts).values({
      ...set,
      serverId: thread.serverId,
      userName: "CONTOSO\\install",
      sealed: Buffer.from("x"),
      sealedTo: "k",
      passwordHash: "h",
    });
    expect(await finding("proxy")).toMatchObject({
      outcome: "failed",
      params: { server: "scp01.contoso.com", proxy: "proxy:8080" },
    });
    expect(await finding("installation-account")).toMatchObject({ outcome: "failed" });
    expect((await view()).unmet).toBe(0);
  });

  it("names the right its database account lacks", async () => {
    await db.execute(sql`drop role if exists requirement_reader`);
    await db.execute(sql`create role requirement_reader`);
    await db.transaction(async (transaction) => {
      const tx = transaction as unknown as typeof db;
      await tx.execute(sql`set local role requirement_reader`);
      expect(await databaseRights.run({ ...thread, db: tx })).toMatchObject({
        outcome: "failed",
        params: { table: "service_connection_point", right: "UPDATE", account: "requirement_reader" },
      });
    });
    await db.execute(sql`drop role requirement_reader`);
  });
});
