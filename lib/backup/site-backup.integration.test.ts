import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  alerts,
  auditMessages,
  backupSettings,
  cloudEnvironments,
  maintenanceTasks,
  serverTasks,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
} from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { Executive } from "@/lib/executive/executive";
import { changeMode } from "@/lib/hierarchy/change-mode";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { serverBootstrap } from "@/lib/server-tasks/server-bootstrap.component";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { configureBackupStorage } from "./configure-backup-storage";
import { configureBackupTask } from "./configure-backup-task";
import { getBackupTask } from "./get-backup-task";
import { listBackups } from "./list-backups";
import { MANIFEST_FILE } from "./manifest";
import { requestBackupVerification } from "./request-backup-verification";
import { runBackupNow } from "./run-backup-now";
import { setRecoveryPassphrase } from "./set-recovery-passphrase";
import { siteBackup } from "./site-backup.component";

const site = await testDatabase();
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
const kept = () => (existsSync(folder()) ? readdirSync(folder()).toSorted() : []);

beforeEach(async () => {
  serversDir = mkdtempSync(join(tmpdir(), "scp-backup-"));
  await emptyTables(db, "sites, alerts, cloud_environments, status_messages");
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

async function startExecutive(components = [downloader, siteBackup]): Promise<void> {
  executive = new Executive({
    connectionString,
    db,
    clock: systemClock,
    version: "0.0.0",
    serversDir,
    components,
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
    await mkdir(join(folder(), "2020-04-19T02-00-00-000Z.partial"), { recursive: true });
    await mkdir(join(folder(), "2020-04-18T02-00-00-000Z.removing"), { recursive: true });
    expect(await task()).toMatchObject({ running: true });
    await startExecutive();
    await expect
      .poll(task, { timeout: 25_000 })
      .toMatchObject({ running: false, lastResult: "completed", nextRunAt: null });
    expect(kept()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d-]+Z$/)]);
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
    expect(said).toContain(MANIFEST_FILE);
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

describe("the backups of a site", () => {
  const listed = async () => {
    const found = await listBackups(ctx, {});
    if (!found.ok) throw new Error(found.code);
    return found.value;
  };
  const backUp = async (count: number) => {
    await runBackupNow(ctx, {});
    await expect.poll(async () => (await listed()).backups.length, { timeout: 25_000 }).toBe(count);
    await expect.poll(task, { timeout: 10_000 }).toMatchObject({ running: false, lastResult: "completed" });
  };

  it("carry the keys of every server that has some once a passphrase is set, and can be verified", async () => {
    await startExecutive([downloader, siteBackup, serverBootstrap]);
    await backUp(1);
    expect((await listed()).backups).toMatchObject([{ recoveryFingerprint: null, keyServers: [] }]);
    const passphrase = "correct horse battery staple";
    const set = await setRecoveryPassphrase(ctx, { passphrase, repeated: passphrase });
    if (!set.ok) throw new Error(set.code);
    const stored = await db.select().from(backupSettings);
    expect(JSON.stringify([stored, await db.select().from(auditMessages)])).not.toContain(passphrase);

    await configureBackupStorage(ctx, { keep: 2, destination: null });
    await expect
      .poll(async () => (await listed()).destinationCheck, { timeout: 10_000 })
      .toMatchObject({ state: "well" });
    await backUp(2);
    const [newest] = (await listed()).backups;
    expect(newest).toMatchObject({
      recoveryFingerprint: set.value.fingerprint,
      keyServers: ["cas01.contoso.com", "scp01.contoso.com"],
      missingKeyServers: [],
    });
    // Sealed as they are, the keys have no place in the database.
    expect((await db.select().from(serverTasks)).map(({ kind }) => kind)).not.toContain(
      "seal-keys-for-backup",
    );

    await requestBackupVerification(ctx, { id: newest?.id });
    const verification = async () => (await listed()).backups[0]?.verification;
    await expect.poll(verification, { timeout: 10_000 }).toMatchObject({ state: "well" });
    writeFileSync(join(newest?.folder ?? "", "database", "sites.copy.gz"), "");
    await requestBackupVerification(ctx, { id: newest?.id });
    await expect.poll(verification, { timeout: 10_000 }).toMatchObject({
      state: "failed",
      failure: { code: "backup-damaged", params: { file: "database/sites.copy.gz" } },
    });

    // The third replaces the first.
    await backUp(2);
    expect(kept()).toHaveLength(2);
  });

  it("cannot go where the site server may not write, and it says so", async () => {
    await startExecutive([siteBackup, serverBootstrap]);
    await configureBackupStorage(ctx, { keep: 1, destination: "/proc/backups" });
    await expect
      .poll(async () => (await listed()).destinationCheck, { timeout: 10_000 })
      .toMatchObject({
        state: "failed",
        failure: { code: "backup-destination-not-writable" },
      });
  });

  it.each([
    [{ passphrase: "correct horse battery staple", repeated: "correct horse" }, "passphrases-differ"],
    [{ passphrase: "too short", repeated: "too short" }, "passphrase-too-short"],
  ])("take no passphrase like %j", async (input, code) => {
    expect(await setRecoveryPassphrase(ctx, input)).toMatchObject({ ok: false, code });
  });
});
