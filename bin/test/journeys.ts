import type { ChildProcess } from "node:child_process";
import path from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/lib/db/embedded-postgres";
import { resetDataFolder } from "../start/data-folder";
import { ROOT } from "../start/install.mjs";
import { findChromium, systemChromium } from "./chromium";
import { type Counts, ONE_FAILED } from "./results";
import { spawnInto } from "./run-limited";

/** Ignored by git, and reused so that a killed run leaves one folder behind at most. */
const DATA_DIR = path.join(ROOT, ".data-test");
const LAB_PASSWORD = "Journey-of-the-tests-1906";
const START_WITHIN_MS = 6 * 60_000;
const STOP_WITHIN_MS = 12_000;

/** Runs the journeys in a real browser against a product of their own: fresh lab, free port, known password. */
export async function runJourneys(
  output: Writable,
  run: (env: NodeJS.ProcessEnv) => Promise<Counts>,
): Promise<Counts> {
  const say = (line: string) => output.write(`${line}\n`);
  const chromium = await findChromium(systemChromium(process.env, output));
  if (!chromium) {
    say("No Chromium was found and none could be installed. Name one in PLAYWRIGHT_CHROMIUM_PATH.");
    return ONE_FAILED;
  }
  say(`Browser: ${chromium}`);
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    SCP_DATA_DIR: DATA_DIR,
    SCP_LAB_PASSWORD: LAB_PASSWORD,
  };
  // The journeys know this one product, whatever the environment of the terminal is set up for.
  for (const name of ["SCP_PUBLIC_URL", "SCP_HOST", "DATABASE_URL"]) delete env[name];
  const product = startProduct(env, output);
  let counts = ONE_FAILED;
  try {
    if (await isReady(product)) {
      counts = await run({
        ...env,
        SCP_E2E_URL: `http://localhost:${port}`,
        SCP_E2E_DATA_DIR: DATA_DIR,
        PLAYWRIGHT_CHROMIUM_PATH: chromium,
      });
    } else {
      say("The product did not start; its own message is above.");
    }
  } finally {
    await stop(product);
  }
  if (counts.failed > 0) say(`The product's data and logs stay in ${DATA_DIR}.`);
  else await resetDataFolder(DATA_DIR);
  return counts;
}

function startProduct(env: NodeJS.ProcessEnv, output: Writable): ChildProcess {
  // When this process is killed the closed channel ends the product.
  const options = { cwd: ROOT, env, detached: true, ipc: true } as const;
  return spawnInto(output, process.execPath, ["--import", "tsx", "bin/start.ts", "--reset"], options);
}

async function isReady(product: ChildProcess): Promise<boolean> {
  return Promise.race([
    new Promise<boolean>((resolve) => product.once("message", () => resolve(true))),
    new Promise<boolean>((resolve) => product.once("exit", () => resolve(false))),
    new Promise<boolean>((resolve) => product.once("error", () => resolve(false))),
    delay(START_WITHIN_MS, false, { ref: false }),
  ]);
}

async function stop(product: ChildProcess): Promise<void> {
  if (product.pid === undefined || product.exitCode !== null || product.signalCode !== null) return;
  const gone = new Promise<true>((resolve) => product.once("exit", () => resolve(true)));
  product.kill("SIGTERM");
  if (!(await Promise.race([gone, delay(STOP_WITHIN_MS, false, { ref: false })]))) product.kill("SIGKILL");
}
