import type { ChildProcess } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@/lib/db/embedded-postgres";
import { resetDataFolder } from "../start/data-folder";
import { ROOT } from "../start/install.mjs";
import { findChromium, systemChromium } from "./chromium";
import { type JourneyProduct, productsFor, type RunningProduct, tellProducts } from "./journey-products";
import { LabelledOutput } from "./output";
import { type Counts, ONE_FAILED } from "./results";
import { spawnInto } from "./run-limited";

/** Ignored by git, and reused so that a killed run leaves no more than these behind. */
const dataDirOf = ({ name }: JourneyProduct) => path.join(ROOT, `.data-test-${name}`);
const LAB_PASSWORD = "Journey-of-the-tests-1906";
const START_WITHIN_MS = 6 * 60_000;
const STOP_WITHIN_MS = 12_000;

/**
 * Runs the journeys in a real browser against products of their own: fresh lab, free port, known password.
 * @param filters words that narrow the journeys down
 */
export async function runJourneys(
  output: Writable,
  filters: readonly string[],
  run: (env: NodeJS.ProcessEnv) => Promise<Counts>,
): Promise<Counts> {
  const say = (line: string) => output.write(`${line}\n`);
  const chromium = await findChromium(systemChromium(process.env, output));
  if (!chromium) {
    say("No Chromium was found and none could be installed. Name one in PLAYWRIGHT_CHROMIUM_PATH.");
    return ONE_FAILED;
  }
  say(`Browser: ${chromium}`);
  const specs = (await readdir(path.join(ROOT, "e2e"))).map((name) => `e2e/${name}`);
  const products = productsFor(specs, filters);
  const started: ChildProcess[] = [];
  let counts = ONE_FAILED;
  try {
    const running: Record<string, RunningProduct> = {};
    for (const product of products) {
      const port = await freePort();
      const words = products.length > 1 ? new LabelledOutput(output, product.name) : output;
      started.push(startProduct(environment(product, port), words));
      running[product.name] = { url: `http://localhost:${port}`, dataDir: dataDirOf(product) };
    }
    const ready = await Promise.all(started.map(isReady));
    if (ready.every(Boolean)) {
      counts = await run({
        ...process.env,
        ...tellProducts(running),
        SCP_LAB_PASSWORD: LAB_PASSWORD,
        PLAYWRIGHT_CHROMIUM_PATH: chromium,
      });
    } else {
      say("The product did not start; its own message is above.");
    }
  } finally {
    await Promise.all(started.map(stop));
  }
  const folders = products.map(dataDirOf);
  if (counts.failed > 0) say(`The product's data and logs stay in ${folders.join(" and ")}.`);
  else for (const folder of folders) await resetDataFolder(folder);
  return counts;
}

function environment(product: JourneyProduct, port: number): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    SCP_DATA_DIR: dataDirOf(product),
    SCP_LAB_PASSWORD: LAB_PASSWORD,
  };
  // The journeys know this one product, whatever the environment of the terminal is set up for.
  for (const name of ["SCP_PUBLIC_URL", "SCP_HOST", "DATABASE_URL", "SCP_LAB_CLOUD_PORT"]) delete env[name];
  return env;
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
