import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { resetDataFolder } from "@/bin/start/data-folder";
import { waitForHealth } from "@/bin/start/health";
import { ROOT } from "@/bin/start/install.mjs";
import { identify, isRunning, type ProcessIdentity } from "@/bin/start/process-identity";
import { freePort } from "@/lib/db/embedded-postgres";
import type { SweepCheck } from "./model";

/** Ignored by git. */
const DATA_DIR = path.join(ROOT, ".data-sweep");
const START_WITHIN_MS = 6 * 60_000;
const HEALTHY_AGAIN_WITHIN_MS = 60_000;
/** The promise of a Ctrl-C. */
const STOP_WITHIN_MS = 10_000;
/** Moments of a start, in milliseconds after it began, at which all of it is killed. */
const MOMENTS_MS = [200, 600, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 9_000];
const PARTS = ["postgres", "lab-cloud", "executive", "scp01", "portal"] as const;

let launcher: ChildProcess | undefined;
let port = 0;

/** `npm start`, as a person runs it; ready when it is healthy. */
async function start(): Promise<void> {
  const before = await supervisor().catch(() => undefined);
  spawnLauncher();
  const failed = new Promise<never>((_, reject) => {
    launcher?.once("exit", (code) => reject(new Error(`the start ended with exit code ${code}`)));
  });
  await Promise.race([runningAnew(before), failed]);
}

/** Another supervisor than before says that all of it runs; an old one that still answers does not count. */
async function runningAnew(before: ProcessIdentity | undefined): Promise<void> {
  for (const deadline = Date.now() + START_WITHIN_MS; Date.now() < deadline; await delay(100)) {
    const now = await claimOfSupervisor().catch(() => undefined);
    if (now?.note.state !== "running" || now.holder.pid === before?.pid || !isRunning(now.holder)) continue;
    return healthy(HEALTHY_AGAIN_WITHIN_MS);
  }
  assert.fail("no new supervisor");
}

function spawnLauncher(): void {
  launcher = spawn("npm", ["start"], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), SCP_DATA_DIR: DATA_DIR, SCP_LAB_PAYLOAD_SCALE: "0.05" },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
}

function healthy(withinMs: number): Promise<void> {
  return waitForHealth(`http://127.0.0.1:${port}`, withinMs, new AbortController().signal);
}

async function ensureStarted(): Promise<void> {
  if (launcher && launcher.exitCode === null && launcher.signalCode === null)
    return healthy(HEALTHY_AGAIN_WITHIN_MS);
  await start();
}

async function stop(): Promise<void> {
  if (!launcher?.pid || launcher.exitCode !== null || launcher.signalCode !== null) return;
  const parts = Object.values(await recordedParts());
  const gone = new Promise<true>((resolve) => launcher?.once("exit", () => resolve(true)));
  // As the terminal does it: the whole foreground group, npm included.
  process.kill(-launcher.pid, "SIGINT");
  assert.ok(await Promise.race([gone, delay(STOP_WITHIN_MS, false)]), "Ctrl-C took longer than 10 s");
  assert.deepEqual(parts.filter(isRunning), [], "parts outlived Ctrl-C");
}

async function recordedParts(): Promise<Record<string, ProcessIdentity>> {
  return JSON.parse(await readFile(path.join(DATA_DIR, "run/processes.json"), "utf8").catch(() => "{}"));
}

async function claimOfSupervisor(): Promise<{ holder: ProcessIdentity; note: { state: string } }> {
  return JSON.parse(await readFile(path.join(DATA_DIR, "run/supervisor.json"), "utf8"));
}

async function supervisor(): Promise<ProcessIdentity> {
  return (await claimOfSupervisor()).holder;
}

function kill(identity: ProcessIdentity | undefined): void {
  if (identity && isRunning(identity)) process.kill(identity.pid, "SIGKILL");
}

async function killEverything(): Promise<void> {
  const doomed = [await supervisor().catch(() => undefined), ...Object.values(await recordedParts())];
  if (launcher?.pid) process.kill(-launcher.pid, "SIGKILL");
  for (const identity of doomed) kill(identity);
}

const partKilled = (part: (typeof PARTS)[number]): SweepCheck => ({
  name: `kill -9 of ${part}: healthy again by itself`,
  async run() {
    await ensureStarted();
    const before = (await recordedParts())[part];
    assert.ok(before, `${part} is not recorded`);
    kill(before);
    const deadline = Date.now() + HEALTHY_AGAIN_WITHIN_MS;
    while (Date.now() < deadline) {
      const now = (await recordedParts())[part];
      if (now && now.pid !== before.pid && isRunning(now)) return healthy(HEALTHY_AGAIN_WITHIN_MS);
      await delay(100);
    }
    assert.fail(`${part} did not come back`);
  },
});

const killedAndStartedAgain = (name: string, killIt: () => Promise<void>): SweepCheck => ({
  name: `${name}: the next start works`,
  async run() {
    await ensureStarted();
    await killIt();
    await start();
  },
});

const killedDuringStart = (afterMs: number): SweepCheck => ({
  name: `kill -9 of everything ${afterMs} ms into a start: the next start works`,
  async run() {
    await stop();
    spawnLauncher();
    await delay(afterMs);
    await killEverything();
    await start();
  },
});

export const name = "start-kill";

export async function checks(): Promise<SweepCheck[]> {
  port = await freePort();
  return [
    { name: "a first start", run: start },
    ...PARTS.map(partKilled),
    killedAndStartedAgain("kill -9 of the supervisor", async () => kill(await supervisor())),
    killedAndStartedAgain("kill -9 of npm", async () => kill(identify(launcher?.pid ?? 0))),
    killedAndStartedAgain("kill -9 of everything", killEverything),
    ...MOMENTS_MS.map(killedDuringStart),
    { name: "Ctrl-C ends all of it within 10 s", run: stop },
  ];
}

export async function cleanUp(): Promise<void> {
  await stop().catch(killEverything);
  await resetDataFolder(DATA_DIR);
}
