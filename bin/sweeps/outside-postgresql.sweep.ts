import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT } from "@/bin/start/install.mjs";
import type { SweepCheck } from "./model";
import { type DebianPostgres, ownDatabase, startDebianPostgres } from "./outside/debian-postgres";
import { runJourneysOn, runOwnJourney } from "./outside/journeys-on-database";

/** What the role's life is made of; its tests run against the embedded PostgreSQL in `npm test`. */
const FOLDERS = [
  "lib/hierarchy",
  "lib/executive",
  "lib/server-tasks",
  "lib/connectivity",
  "lib/backup",
  "lib/azure-services",
  "bin/executive-join",
  "bin/restore",
  "bin/split-brain",
] as const;

/** Journeys that share one product, in this order. */
const JOURNEYS = [
  "catalogue-to-ready",
  "azure-1",
  "endpoints",
  "move-1",
  "move-2",
  "role-1",
  "servers",
] as const;
/** Journeys that start a product themselves, each with a database of its own. */
const OWN_PRODUCTS = ["set-up-from-empty", "site-expansion"] as const;

let postgres: DebianPostgres | undefined;

export const name = "outside-postgresql";

/**
 * The role's life on a PostgreSQL that the product did not bring: Debian's, in the version of its package. The
 * integration tests get a superuser (`SCP_TEST_POSTGRES_URL`), for they empty tables in any order; the product of the
 * journeys has an ordinary login that owns its database and may make others, as a site's own would.
 */
export async function checks(): Promise<SweepCheck[]> {
  const server = await startDebianPostgres();
  postgres = server;
  const on = `on PostgreSQL ${server.version}`;
  return [
    ...FOLDERS.map((folder) => ({ name: `${folder} ${on}`, run: () => runTests(folder, server.url) })),
    { name: `journeys ${on}`, run: async () => runJourneysOn(await ownDatabase(server), JOURNEYS) },
    ...OWN_PRODUCTS.map((journey) => ({
      name: `${journey} ${on}`,
      run: async () => runOwnJourney(await ownDatabase(server), journey),
    })),
  ];
}

export async function cleanUp(): Promise<void> {
  await postgres?.stop();
}

async function runTests(folder: string, url: string): Promise<void> {
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", "integration*", folder];
  const env = { ...process.env, SCP_TEST_POSTGRES_URL: url };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  assert.equal(code, 0, `${folder}: its tests failed`);
}
