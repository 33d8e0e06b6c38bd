import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { eq } from "drizzle-orm";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  alerts,
  cloudEnvironments,
  componentThreads,
  maintenanceTasks,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
} from "@/lib/db/schema";
import { changeMode } from "@/lib/hierarchy/change-mode";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import type { ComponentDefinition } from "../component-thread";
import { Executive } from "../executive";
import { configureBackupTask } from "./configure-backup-task";
import { getBackupTask } from "./get-backup-task";
import { runBackupNow } from "./run-backup-now";
import { siteBackup } from "./site-backup.component";
import { BACKUP_MANIFEST, type BackupManifest, recoverBackup, writeBackup } from "./write-backup";

const site = await testDatabase();
const restored = await testDatabase();
const { db, connectionString } = site;
const ctx = testCtx(db, { clock: systemClock });

/** Does what SMS_DMP_DOWNLOADER does with the mode: reads it at its start, reports it while it runs. */
const downloader: ComponentDefinition = {
  name: "SMS_DMP_DOWNLOADER",
  logFile: "dmpdownloader.log",
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    const [role] = await thread.db.select().from(serviceConnectionPoint);
    await thread.db.update(serviceConnectionPoint).set({ runningMode: role!.configuredMode });
    while (!thread.signal.aborted) await thread.wait([], 60_000);
  },
};

let serversDir: string;
let executive: Executive | undefined;
const folder = () => join(serversDir, "cas01.contoso.com", "Backup", "CASBackup");
const manifest = (): BackupManifest => JSON.parse(readFileSync(join(folder(), BACKUP_MANIFEST), "utf8"));

beforeEach(async () => {
  serversDir = mkdtempSync(join(tmpdir(), "scp-backup-"));
  for (const table of [
    maintenanceTasks,
    serviceConnectionPoint,
    componentThreads,
    siteSystemRoles,
    siteSystemServers,
    sites,
    cloudEnvironments,
    alerts,
    statusMessages,
  ]) {
    await db.delete(table);
  }
  await db.insert(sites).values({
    siteCode: "CAS",
    name: 'Zentrale\t"1"\\',
    type: 4,
    version: "1906",
    fullVersion: "5.00.8853.1000",
  });
  const servers = await db
    .insert(siteSystemServers)
    .values([
      { fqdn: "cas01.contoso.com", siteCode: "CAS" },
      { fqdn: "scp01.contoso.com", siteCode: "CAS" },
    ])
    .returning();
  await db.insert(siteSystemRoles).values({ serverId: servers[0]!.id, role: SITE_SERVER_ROLE });
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: servers[1]!.id, role: "SMS Dmp Connector" })
    .returning();
  await db.insert(cloudEnvironments).values({ id: "lab", name: "Lab" });
  await db.insert(serviceConnectionPoint).values({ roleId: role!.id, environmentId: "lab" });
});
afterEach(async () => {
  await executive?.stop();
  executive = undefined;
  rmSync(serversDir, { recursive: true });
});

async function startExecutive(): Promise<void> {
  executive = new Executive({
    connectionString,
    db,
    clock: systemClock,
    version: "0.0.0",
    serversDir,
    components: [downloader, siteBackup],
    timing: { heartbeatMs: 50 },
    onError() {},
  });
  await executive.start();
}
const role = async () => {
  const status = await getRoleStatus(ctx, {});
  return status.ok ? status.value.role : null;
};
const task = async () => {
  const found = await getBackupTask(ctx, {});
  return found.ok ? found.value : null;
};

describe("a mode change", () => {
  it("is pending until the backup task restarts SMS_EXECUTIVE", async () => {
    await startExecutive();
    await expect
      .poll(role, { timeout: 10_000 })
      .toMatchObject({ runningMode: "online", pendingRestart: false });
    await changeMode(ctx, { mode: "offline" });
    expect(await role()).toMatchObject({
      configuredMode: "offline",
      runningMode: "online",
      pendingRestart: true,
    });

    expect(await runBackupNow(ctx, {})).toMatchObject({ ok: true });
    await expect
      .poll(role, { timeout: 25_000 })
      .toMatchObject({ runningMode: "offline", pendingRestart: false });
    await expect.poll(task, { timeout: 5_000 }).toMatchObject({ lastResult: "completed", running: false });
    const log = readFileSync(join(serversDir, "cas01.contoso.com/Logs/smsbkup.log"), "utf8");
    expect(log).toMatch(/Backup completed {2}\$\$<SMS_SITE_BACKUP>/);
    expect(log).toContain("STATMSG: ID=5035 SEV=I");
  });

  it("has no running mode while the thread does not run, whatever it last reported", async () => {
    await startExecutive();
    await expect.poll(role, { timeout: 10_000 }).toMatchObject({ runningMode: "online" });
    await executive?.stop();
    executive = undefined;
    expect(await role()).toMatchObject({ runningMode: null, pendingRestart: false });
  });
});

describe("the backup task", () => {
  it("runs when its time has come, and then waits for the next", async () => {
    await startExecutive();
    await configureBackupTask(ctx, { enabled: true, daysOfWeek: 0b1111111, beginTime: "02:00" });
    await db.update(maintenanceTasks).set({ nextRunAt: new Date(Date.now() - 1_000) });
    await db.execute(`select pg_notify('scp_events', '{"topic":"commands"}')`);
    await expect.poll(task, { timeout: 25_000 }).toMatchObject({ lastResult: "completed" });
    expect((await task())?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it("is made anew after a kill in its middle", async () => {
    await db.insert(maintenanceTasks).values({
      siteCode: "CAS",
      task: "Backup Site Server",
      nextRunAt: new Date(Date.now() - 60_000),
      lastStartedAt: new Date(Date.now() - 30_000),
    });
    await mkdir(`${folder()}.new`, { recursive: true });
    writeFileSync(join(`${folder()}.new`, "half"), "");
    expect(await task()).toMatchObject({ running: true });
    await startExecutive();
    await expect
      .poll(task, { timeout: 25_000 })
      .toMatchObject({ running: false, lastResult: "completed", nextRunAt: null });
    expect(existsSync(`${folder()}.new`)).toBe(false);
  });

  it("starts the administrator's script with the folder of the backup", async () => {
    const box = join(serversDir, "cas01.contoso.com", "Inboxes", "Smsbkup.box");
    await mkdir(box, { recursive: true });
    writeFileSync(
      join(box, "AfterBackup.sh"),
      'ls "$1" > after.txt\nenv >> after.txt\nmv after.txt done.txt\n',
    );
    await startExecutive();
    await runBackupNow(ctx, {});
    await expect.poll(() => existsSync(join(box, "done.txt")), { timeout: 25_000 }).toBe(true);
    const said = readFileSync(join(box, "done.txt"), "utf8");
    expect(said).toContain(BACKUP_MANIFEST);
    expect(said).not.toContain("postgres://");
    await expect
      .poll(async () => (await db.select().from(statusMessages)).map((row) => row.messageId))
      .toEqual(expect.arrayContaining([5035, 5040]));
    await expect.poll(task, { timeout: 10_000 }).toMatchObject({ lastResult: "completed" });
  });

  it("raises an alert when it fails, and starts SMS_EXECUTIVE again all the same", async () => {
    await mkdir(join(serversDir, "cas01.contoso.com"), { recursive: true });
    writeFileSync(join(serversDir, "cas01.contoso.com", "Backup"), "a file where the folder should be");
    await startExecutive();
    await runBackupNow(ctx, {});
    await expect.poll(task, { timeout: 25_000 }).toMatchObject({ lastResult: "failed" });
    expect(await db.select().from(alerts).where(eq(alerts.code, "backup.failed"))).toHaveLength(1);
    const reported = await db.select().from(statusMessages).where(eq(statusMessages.messageId, 61030));
    expect(reported).toMatchObject([{ component: "SMS_SITE_BACKUP", strings: ["CAS", expect.any(String)] }]);
    await expect.poll(role, { timeout: 10_000 }).toMatchObject({ runningMode: "online" });
  });
});

describe("a backup", () => {
  const write = (signal = new AbortController().signal) =>
    writeBackup({ connectionString, folder: folder(), siteCode: "CAS", now: new Date(), signal });

  it("can be read back into an empty database, table by table", async () => {
    await write();
    const client = new pg.Client({ connectionString: restored.connectionString });
    await client.connect();
    try {
      await client.query("set session_replication_role = replica");
      for (const { table, file, sha256, rows } of manifest().tables) {
        const path = join(folder(), file);
        expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(sha256);
        const into = client.query(copyFrom(`copy public.${client.escapeIdentifier(table)} from stdin`));
        await pipeline(createReadStream(path), createGunzip(), into);
        expect(into.rowCount).toBe(rows);
      }
    } finally {
      await client.end();
    }
    for (const table of [sites, siteSystemServers, siteSystemRoles, serviceConnectionPoint]) {
      expect(await restored.db.select().from(table)).toEqual(await db.select().from(table));
    }
  });

  it("keeps the old one when the new one is stopped in its middle", async () => {
    await write();
    const before = manifest();
    const stop = new AbortController();
    stop.abort();
    await expect(write(stop.signal)).rejects.toThrow();
    expect(manifest()).toEqual(before);
  });

  it("brings back the old one when a kill fell between the two renames", async () => {
    await write();
    const before = manifest();
    await rename(folder(), `${folder()}.old`);
    await recoverBackup(folder());
    expect(manifest()).toEqual(before);
  });
});
