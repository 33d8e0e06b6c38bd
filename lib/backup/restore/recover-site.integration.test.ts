import { readFileSync } from "node:fs";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { MIGRATIONS_FOLDER } from "@/lib/db/migrate";
import {
  auditMessages,
  recoveries,
  serverEnrolments,
  serviceConnectionPoint,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { holdRole } from "@/lib/executive/role-holding";
import { holdLease } from "@/lib/executive/server-lease";
import { fingerprintOf, seal, unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { testDatabase } from "@/lib/testing/database";
import { tableNames } from "../copy-database";
import { readManifest, writeManifest } from "../manifest";
import { backUpSite, PASSPHRASE, plantSite, SITE_SERVER } from "../testing/backed-up-site";
import { checkRecovery, type RecoveryOrder, recoverSite } from "./recover-site";
import { RECOVERED_SETTINGS } from "./restore-files";
import { clearTarget } from "./restore-target";
import { applyMigrations } from "./schema-of-backup";
import { interruptedRestore } from "./target-folder";

const site = await testDatabase();
const target = await testDatabase();

let planted: Awaited<ReturnType<typeof plantSite>>;
let pristine: string;
let folder: string;
let dataDir: string;
beforeAll(async () => {
  planted = await plantSite(site.db);
  pristine = await backUpSite(site.connectionString, planted.installDir);
});
beforeEach(async () => {
  await onTarget(clearTarget);
  folder = await mkdtemp(path.join(planted.dataDir, "backup-"));
  await cp(pristine, folder, { recursive: true });
  dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-recovered-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));
afterAll(() => rm(planted.dataDir, { recursive: true, force: true }));

async function onTarget<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: target.connectionString });
  await client.connect();
  return work(client).finally(() => client.end());
}

const order = (change: Partial<RecoveryOrder> = {}): RecoveryOrder => ({
  folder,
  dataDir,
  passphrase: PASSPHRASE,
  servers: null,
  by: { actor: { kind: "command-line", osUser: "root" }, clock: systemClock },
  signal: new AbortController().signal,
  onProgress() {},
  ...change,
});

async function recover(change: Partial<RecoveryOrder> = {}) {
  const wanted = order(change);
  const checked = await checkRecovery(wanted);
  return checked.ok ? recoverSite(wanted, checked.value, async () => target.connectionString) : checked;
}

/** Every row of every table, as text in an order of its own. */
async function contentOf(db: Database, names: readonly string[]): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  for (const name of names) {
    const { rows } = await db.execute<{ row: string }>(
      sql.raw(`select t::text as row from public."${name}" t order by 1`),
    );
    content[name] = rows.map(({ row }) => row);
  }
  return content;
}

/** What is true of the time before only, or is written by the recovery itself. */
const SETTLED = [
  "audit_messages",
  "component_threads",
  "content_distributions",
  "executives",
  "file_exchange_endpoints",
  "maintenance_tasks",
  "recoveries",
  "server_enrolments",
  "service_connection_point",
  "sessions",
  "site_database",
  "site_system_servers",
];

describe("a site recovered from its backup", () => {
  it("has every row of every table, and its sequences go on where they were", async () => {
    expect(await recover()).toMatchObject({ ok: true, value: { keyServers: [SITE_SERVER] } });
    const tables = (await onTarget(tableNames)).filter((name) => !SETTLED.includes(name));
    expect(await contentOf(target.db, tables)).toEqual(await contentOf(site.db, tables));
    const before = await site.db.select().from(auditMessages);
    const after = await target.db.select().from(auditMessages);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.map(({ messageId }) => messageId)).toContain(60072);
    expect(new Set(after.map(({ recordId }) => recordId)).size).toBe(after.length);
    await expect(target.db.execute(sql`delete from audit_messages`)).rejects.toThrow();
  });

  it("opens the secrets it had, and has CD.Latest and its settings, but no secret in clear", async () => {
    await recover();
    const installDir = path.join(dataDir, "servers", SITE_SERVER);
    const { publicKey } = await loadServerKey(planted.installDir);
    const { privateKey } = await loadServerKey(installDir);
    expect(await unseal(privateKey, "app", await seal(publicKey, "app", "s3cret"))).toBe("s3cret");
    expect(await readFile(path.join(installDir, "cd.latest/SMSSETUP/setup.txt"), "utf8")).toBe(
      "the version that is installed",
    );
    const settings = await readFile(path.join(dataDir, RECOVERED_SETTINGS), "utf8");
    expect(settings).toContain('SCP_PUBLIC_URL="https://scp.contoso.com"');
    expect(settings).toContain("SCP_SESSION_SECRET was set");
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const content = readFileSync(path.join(file.parentPath, file.name));
      expect(content.includes("planted-session-secret")).toBe(false);
      expect(content.includes(privateKey)).toBe(false);
    }
  });

  it("has no place for an executive of the time before", async () => {
    const [server] = await site.db.select().from(siteSystemServers).where(sql`fqdn = ${SITE_SERVER}`);
    const [role] = await site.db.select().from(serviceConnectionPoint);
    await recover();
    const { id: serverId, fqdn, siteCode, leaseToken: token } = server!;
    const lease = { serverId, fqdn, siteCode, token, executiveId: server!.executiveId! };
    expect(await target.db.transaction((tx) => holdLease(tx as unknown as Database, lease))).toBe(false);
    const held = (holderToken: number) =>
      target.db.transaction((tx) => holdRole(tx as unknown as Database, serverId, holderToken));
    // Also not one that came to the role between the backup and the recovery.
    expect(await held(role!.holderToken)).toBe(false);
    expect(await held(role!.holderToken + 100)).toBe(false);
    const [now] = await target.db.select().from(serviceConnectionPoint);
    expect(now?.holderToken).toBeGreaterThan(role!.holderToken + 1_000);
    expect(now?.runningMode).toBeNull();
    expect(await target.db.select().from(serverEnrolments)).toMatchObject([{ endedBy: "root" }]);
  });

  it("keeps its keys sealed without the passphrase", async () => {
    expect(await recover({ passphrase: null })).toMatchObject({ ok: true, value: { keyServers: [] } });
    const { publicKey } = await loadServerKey(planted.installDir);
    const fresh = await loadServerKey(path.join(dataDir, "servers", SITE_SERVER));
    expect(fingerprintOf(fresh.publicKey)).not.toBe(fingerprintOf(publicKey));
  });

  it("comes from a backup of an older version, too", async () => {
    const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
    const isRecoveries = (text: string) => text.includes('CREATE TABLE "recoveries"');
    const then = known.slice(
      0,
      known.findIndex((migration) => migration.sql.some(isRecoveries)),
    );
    await onTarget(async (client) => {
      await applyMigrations(client, then);
      await client.query(
        "insert into sites (site_code, name, type, version, full_version) values ('OLD', 'Old', 4, '1906', '5.00.8853.1000')",
      );
    });
    const old = await backUpSite(target.connectionString, planted.installDir);
    await onTarget(clearTarget);
    expect(await recover({ folder: old })).toMatchObject({ ok: true });
    expect(await target.db.select().from(recoveries)).toHaveLength(1);
    expect(await target.db.select().from(sites)).toMatchObject([{ siteCode: "OLD" }]);
    await rm(old, { recursive: true });
  });
});

it("a site is recovered by a login that owns the database and is above nothing else", async () => {
  const owner = new URL(target.connectionString);
  const name = `owner_${owner.pathname.slice(1)}`;
  owner.username = name;
  owner.password = "of the owner";
  owner.pathname = `/${name}`;
  await target.db.execute(sql.raw(`create role ${name} login password 'of the owner'`));
  await target.db.execute(sql.raw(`create database ${name} owner ${name} template template0`));
  try {
    const wanted = order();
    const checked = await checkRecovery(wanted);
    if (!checked.ok) throw new Error(checked.code);
    expect(await recoverSite(wanted, checked.value, async () => owner.href)).toMatchObject({ ok: true });
  } finally {
    await target.db.execute(sql.raw(`drop database ${name} with (force)`));
    await target.db.execute(sql.raw(`drop role ${name}`));
  }
});

describe("a recovery is refused, and nothing written,", () => {
  const refused = async (change: Partial<RecoveryOrder>, code: string, params?: object) => {
    expect(await recover(change)).toMatchObject({ code, ...(params && { params }) });
    expect(await readdir(dataDir)).toEqual([]);
    expect(await onTarget(tableNames)).toEqual([]);
  };

  it("when the passphrase is another", () =>
    refused({ passphrase: "another passphrase" }, "passphrase-wrong"));

  it.each([
    "database/sites.copy.gz",
    `keys/${SITE_SERVER}.sealed`,
    "cd.latest/SMSSETUP/setup.txt",
    "backup.json",
  ])("when %s is damaged, which is named", async (file) => {
    await appendFile(path.join(folder, file), " ");
    await refused({}, "backup-damaged", { file });
  });

  it("when a file is missing", async () => {
    await rm(path.join(folder, "database/users.copy.gz"));
    await refused({}, "backup-damaged", { file: "database/users.copy.gz" });
  });

  it("when the backup is of a newer version", async () => {
    const manifest = await readManifest(folder);
    if (!manifest.ok) throw new Error(manifest.code);
    const { migrations } = manifest.value;
    await writeManifest(folder, { ...manifest.value, migrations: [...migrations, "of tomorrow"] });
    await refused({}, "backup-newer", { version: "0.1.0" });
  });

  it("when somebody's files are in the folder", async () => {
    await writeFile(path.join(dataDir, "notes.txt"), "mine");
    expect(await recover()).toMatchObject({ code: "folder-not-empty", params: { name: "notes.txt" } });
  });

  it("when the database has a site, or is somebody else's", async () => {
    await recover();
    await rm(dataDir, { recursive: true });
    expect(await recover()).toMatchObject({ code: "database-not-empty", params: { by: "site CAS" } });
    expect(await readdir(dataDir)).toEqual([]);
    await onTarget(async (client) => {
      await clearTarget(client);
      await client.query("create table invoices (id int)");
    });
    expect(await recover()).toMatchObject({ code: "database-not-empty", params: { by: "invoices" } });
  });
});

describe("a recovery that was interrupted", () => {
  it("in the middle of the database leaves it empty, and begins anew", async () => {
    const stop = new AbortController();
    const interrupted = recover({
      signal: stop.signal,
      onProgress: (step, done) => step === "restoring-database" && done > 0 && stop.abort(),
    });
    await expect(interrupted).rejects.toThrow();
    expect(await onTarget(tableNames)).toEqual([]);
    expect(await interruptedRestore(dataDir)).toMatchObject({ siteCode: "CAS" });
    expect(await recover()).toMatchObject({ ok: true });
    expect(await interruptedRestore(dataDir)).toBeNull();
  });

  it("between database and files goes on with the files", async () => {
    const interrupted = recover({
      onProgress(step) {
        if (step === "restoring-files") throw new Error("killed");
      },
    });
    await expect(interrupted).rejects.toThrow("killed");
    const [first] = await target.db.select().from(recoveries);
    expect(first).toMatchObject({ completedAt: null, keyServers: [] });
    expect(await recover()).toMatchObject({ ok: true, value: { recoveryId: first?.id } });
    expect(await target.db.select().from(recoveries)).toMatchObject([
      { completedAt: expect.any(Date), keyServers: [SITE_SERVER] },
    ]);
  });

  it("goes on, too, after a try with a database that is in use", async () => {
    const onProgress: RecoveryOrder["onProgress"] = (step) => {
      if (step === "restoring-files") throw new Error("killed");
    };
    await expect(recover({ onProgress })).rejects.toThrow("killed");
    await writeFile(path.join(dataDir, "file-of-this-restore"), "");
    const checked = await checkRecovery(order());
    if (!checked.ok) throw new Error(checked.code);
    expect(await recoverSite(order(), checked.value, async () => site.connectionString)).toMatchObject({
      code: "database-not-empty",
    });
    expect(await recover()).toMatchObject({ ok: true });
  });
});
