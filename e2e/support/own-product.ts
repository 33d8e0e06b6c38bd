import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT } from "@/bin/start/install.mjs";
import { freePort } from "@/lib/db/embedded-postgres";
import { SETUP_CODE_FILE } from "@/lib/hierarchy/setup/setup-code";

/** The build is there; database, lab cloud and executive start anew on a machine that is busy with the other product. */
const START_WITHIN_MS = 150_000;
const STOP_WITHIN_MS = 12_000;

/** A product beside the one of the journeys, with a data folder and a port of its own. */
export interface OwnProduct {
  url: string;
  setupCode(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param setUp variables of an unattended Setup; without, it waits for the wizard
 * @throws Error with what the start said, when it does not become ready
 */
export async function startEmptyProduct(setUp: Record<string, string> = {}): Promise<OwnProduct> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-journey-"));
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    SCP_DATA_DIR: dataDir,
    // The sample updates are not what this is about.
    SCP_LAB_PAYLOAD_SCALE: "0.001",
    ...setUp,
  };
  for (const name of ["SCP_LAB_PASSWORD", "SCP_E2E_URL", "SCP_E2E_DATA_DIR"]) delete env[name];
  const child = spawn(process.execPath, ["--import", "tsx", "bin/start.ts", "--empty"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => said.push(String(chunk)));
  const stop = async () => {
    await end(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  if (!(await isReady(child))) {
    await stop();
    throw new Error(`The product did not start:\n${said.join("")}`);
  }
  return {
    url: `http://localhost:${port}`,
    setupCode: async () => (await readFile(path.join(dataDir, SETUP_CODE_FILE), "utf8")).trim(),
    stop,
  };
}

const isReady = (child: ChildProcess): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>((resolve) => child.once("message", () => resolve(true))),
    new Promise<boolean>((resolve) => child.once("exit", () => resolve(false))),
    delay(START_WITHIN_MS, false, { ref: false }),
  ]);

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<true>((resolve) => child.once("exit", () => resolve(true)));
  child.kill("SIGTERM");
  if (!(await Promise.race([gone, delay(STOP_WITHIN_MS, false, { ref: false })]))) child.kill("SIGKILL");
}
