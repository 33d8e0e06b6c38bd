import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { ROOT } from "@/bin/start/install.mjs";
import { tableNames } from "@/lib/backup/copy-database";
import { RECOVERED_SETTINGS } from "@/lib/backup/restore/restore-files";
import { RESTORE_MARKER } from "@/lib/backup/restore/target-folder";
import { backUpSite, PASSPHRASE, plantSite, SITE_SERVER } from "@/lib/backup/testing/backed-up-site";
import { openDatabase } from "@/lib/db/connection";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import { loadServerKey } from "@/lib/secrets/server-key";
import type { SweepCheck } from "./model";

const CASES = 20;
const KILLS = 2;
/** Kills fall between these moments after the start of the process, in milliseconds. */
const EARLIEST_MS = 800;
const LATEST_MS = 6_000;
/** Rows that carry the time of the recovery itself. */
const OF_THE_RECOVERY = [
  "audit_messages",
  "component_commands",
  "content_distributions",
  "maintenance_tasks",
  "recoveries",
  "server_enrolments",
  "service_connection_point",
  "update_package_events",
];

let folder = "";
let server: EmbeddedPostgres | undefined;
let planted: Awaited<ReturnType<typeof plantSite>>;
let backup = "";
let whole: Record<string, string> = {};

export const name = "restore-kill";

/** A restore that is killed at random moments ends, called again, like one that nobody disturbed. */
export async function checks(): Promise<SweepCheck[]> {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-restore-kill-"));
  await writeFile(path.join(folder, "passphrase"), `${PASSPHRASE}\n`);
  server = await startEmbeddedPostgres({
    dataDir: path.join(folder, "postgres"),
    port: await freePort(),
    throwaway: true,
  });
  const site = await ensureDatabase(server, "site");
  await migrateDatabase(site);
  const handle = openDatabase(site, 2);
  planted = await plantSite(handle.db).finally(() => handle.close());
  backup = await backUpSite(site, planted.installDir);
  whole = await recover("undisturbed", []);
  return Array.from({ length: CASES }, (_, index) => {
    const moments = Array.from({ length: KILLS }, () =>
      Math.round(EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS)),
    );
    return {
      name: `killed after ${moments.join(" and ")} ms`,
      run: async () => assert.deepEqual(await recover(`case_${index}`, moments), whole),
    };
  });
}

export async function cleanUp(): Promise<void> {
  await server?.stop();
  await removeEmbeddedPostgres(path.join(folder, "postgres"));
  for (const left of [folder, planted?.dataDir]) if (left) await rm(left, { recursive: true, force: true });
}

/** @returns a digest of each table, and of the key that came back */
async function recover(database: string, kills: readonly number[]): Promise<Record<string, string>> {
  if (!server) throw new Error("There is no database server.");
  const url = await ensureDatabase(server, database);
  const dataDir = path.join(folder, database);
  for (const moment of kills) if (!isWhole(dataDir)) await restore(url, dataDir, moment);
  // A kill may come after all was done; a further restore would find a site there, and be refused.
  if (!isWhole(dataDir)) assert.equal(await restore(url, dataDir, null), 0, "the restore that nobody killed");
  const { publicKey } = await loadServerKey(path.join(dataDir, "servers", SITE_SERVER));
  const digests = { ...(await digestsOf(url)), key: publicKey.toString("hex") };
  await rm(dataDir, { recursive: true, force: true });
  return digests;
}

const isWhole = (dataDir: string): boolean =>
  existsSync(path.join(dataDir, RECOVERED_SETTINGS)) && !existsSync(path.join(dataDir, RESTORE_MARKER));

/** @returns its exit code; null when it was killed */
async function restore(url: string, dataDir: string, killAfterMs: number | null): Promise<number | null> {
  const args = ["--from", backup, "--data-dir", dataDir, "--database-url", url];
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "bin/restore.ts", ...args, "--passphrase-file", path.join(folder, "passphrase")],
    { cwd: ROOT, stdio: "ignore" },
  );
  const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const [code] = await once(child, "exit");
  clearTimeout(timer);
  return code;
}

async function digestsOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const digests: Record<string, string> = {};
    for (const table of await tableNames(client)) {
      if (OF_THE_RECOVERY.includes(table)) continue;
      const { rows } = await client.query<{ digest: string }>(
        `select coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as digest from public.${client.escapeIdentifier(table)} t`,
      );
      digests[table] = rows[0]?.digest ?? "";
    }
    return digests;
  } finally {
    await client.end();
  }
}
