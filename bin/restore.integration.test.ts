import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RESTORE_MARKER } from "@/lib/backup/restore/target-folder";
import { backUpSite, PASSPHRASE, plantSite, SITE_SERVER } from "@/lib/backup/testing/backed-up-site";
import { openDatabase } from "@/lib/db/connection";
import {
  ensureDatabase,
  freePort,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { recoveries, sites } from "@/lib/db/schema";
import { loadServerKey } from "@/lib/secrets/server-key";
import { testDatabase } from "@/lib/testing/database";

const site = await testDatabase();
let planted: Awaited<ReturnType<typeof plantSite>>;
let folder: string;
let parent: string;
let dataDir: string;
let passphraseFile: string;
beforeAll(async () => {
  planted = await plantSite(site.db);
  folder = await backUpSite(site.connectionString, planted.installDir);
  parent = await mkdtemp(path.join(os.tmpdir(), "scp-restore-"));
  dataDir = path.join(parent, "data");
  passphraseFile = path.join(parent, "passphrase");
  await writeFile(passphraseFile, `${PASSPHRASE}\n`);
});
afterAll(async () => {
  await removeEmbeddedPostgres(path.join(dataDir, "postgres"));
  for (const left of [planted.dataDir, parent]) await rm(left, { recursive: true, force: true });
});

/** The command line as a process of its own, with an environment that names no other database. */
function start(...args: string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; said: string }>;
} {
  const { DATABASE_URL: _site, SCP_DATA_DIR: _data, ...env } = process.env;
  const script = path.join(import.meta.dirname, "restore.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, said })),
  );
  return { child, ended };
}

it("lists the backups of a folder and tells what a restore lacks, without writing anything", async () => {
  const into = ["--from", folder, "--data-dir", dataDir];
  const [listed, without, dry] = await Promise.all([
    start("--from", path.dirname(folder), "--list").ended,
    start(...into).ended,
    start(...into, "--passphrase-file", passphraseFile, "--dry-run").ended,
  ]);
  expect(listed).toMatchObject({ code: 0, said: expect.stringContaining("keys of 1 servers") });
  expect(without).toMatchObject({ code: 1, said: expect.stringContaining("--passphrase-file") });
  expect(dry).toMatchObject({ code: 0, said: expect.stringContaining("Nothing was written.") });
  expect(existsSync(dataDir)).toBe(false);
});

it("recovers to an empty machine, also when it was killed in its middle", { timeout: 180_000 }, async () => {
  const args = ["--from", folder, "--data-dir", dataDir, "--passphrase-file", passphraseFile];
  const killed = start(...args);
  await expect.poll(() => existsSync(path.join(dataDir, "postgres")), { timeout: 60_000 }).toBe(true);
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(existsSync(path.join(dataDir, RESTORE_MARKER))).toBe(true);

  const done = await start(...args).ended;
  expect(done).toMatchObject({ code: 0, said: expect.stringContaining("Site CAS is recovered") });
  expect(done.said).toContain("Out-of-band hotfixes");
  expect(await readdir(dataDir)).toEqual(["postgres", "recovered.env", "servers"]);
  const key = await loadServerKey(path.join(dataDir, "servers", SITE_SERVER));
  expect(key).toEqual(await loadServerKey(planted.installDir));

  const server = await startEmbeddedPostgres({
    dataDir: path.join(dataDir, "postgres"),
    port: await freePort(),
    throwaway: true,
  });
  const { db, close } = openDatabase(await ensureDatabase(server, "service_connection_point"), 1);
  try {
    expect(await db.select().from(sites)).toEqual(expect.arrayContaining(await site.db.select().from(sites)));
    expect(await db.select().from(recoveries)).toMatchObject([{ keyServers: [SITE_SERVER] }]);
  } finally {
    await close();
    await server.stop();
  }
});
