import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ROOT } from "@/bin/start/install.mjs";
import { findChromium, systemChromium } from "@/bin/test/chromium";
import { freePort } from "@/lib/db/embedded-postgres";

const LAB_PASSWORD = "Journey-of-the-sweep-1906";

/** Starts a lab whose database is this one, and runs journeys against it, one after the other. */
export async function runJourneysOn(databaseUrl: string, journeys: readonly string[]): Promise<void> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-outside-"));
  const port = await freePort();
  const env = { ...process.env, DATABASE_URL: databaseUrl, SCP_DATA_DIR: dataDir, PORT: String(port) };
  const product = start(["--import", "tsx", "bin/start.ts"], { ...env, SCP_LAB_PASSWORD: LAB_PASSWORD });
  const ended = once(product, "exit");
  try {
    const ready = await Promise.race([once(product, "message"), ended.then(() => null)]);
    assert.ok(ready, "the product did not start; its own message is above");
    await playwright(journeys, {
      SCP_E2E_URL: `http://localhost:${port}`,
      SCP_E2E_DATA_DIR: dataDir,
      SCP_E2E_DATABASE_URL: databaseUrl,
      SCP_LAB_PASSWORD: LAB_PASSWORD,
    });
  } finally {
    if (product.kill("SIGTERM")) await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Runs a journey that starts its own product, whose database is this one. */
export const runOwnJourney = (databaseUrl: string, journey: string): Promise<void> =>
  playwright([journey], { SCP_E2E_DATABASE_URL: databaseUrl });

async function playwright(journeys: readonly string[], own: Record<string, string>): Promise<void> {
  const chromium = await findChromium(systemChromium(process.env, process.stdout));
  const env = { ...process.env, PLAYWRIGHT_CHROMIUM_PATH: chromium, ...own };
  const child = start(["node_modules/@playwright/test/cli.js", "test", "--reporter=list", ...journeys], env);
  const [code] = await once(child, "exit");
  assert.equal(code, 0, `${journeys.join(", ")}: failed`);
}

const start = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
