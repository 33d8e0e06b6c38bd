import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { asc, eq, isNotNull } from "drizzle-orm";
import { Agent, request } from "undici";
import { ROOT } from "@/bin/start/install.mjs";
import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import {
  cloudEnvironments,
  serviceConnectionPoint,
  updateDownloads,
  updatePackageEvents,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { LAB_ENVIRONMENT_ID } from "@/lib/lab/lab-environment-row";
import { parseLog } from "@/lib/logs/parse-log";
import { CHUNK_BYTES } from "@/lib/updates/download/plan";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";
import { JOURNAL_NAME } from "@/lib/updates/download/safe-path";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { type CountingProxy, startCountingProxy } from "./counting-proxy";
import type { SweepCheck } from "./model";

const KILLS = 10;
/** Of one answer: slow enough that all kills fit into the one package that downloads by itself. */
const BYTES_PER_SECOND = 5_000_000;
/** From the moment bytes flow to the kill. */
const LONGEST_RUN_MS = 1_300;
/** Holds the role in the sample hierarchy. */
const SERVER = "scp01.contoso.com";
const WITHIN_MS = 60_000;
/** Metadata of each start's check, and what TLS adds to the bytes of the files. */
const OVERHEAD = 1.01;

let folder = "";
let postgres: EmbeddedPostgres | undefined;
let database: DatabaseHandle | undefined;
let proxy: CountingProxy | undefined;
let env: NodeJS.ProcessEnv = process.env;
let cloud: ChildProcess | undefined;
let executive: ChildProcess | undefined;
/** Kills that left something on disk to go on from. */
let resumable = 0;

const db = () => database?.db ?? assert.fail("no database");

async function startProcess(
  script: string,
  settings: { env?: Record<string, string>; execArgv?: readonly string[] } = {},
): Promise<ChildProcess> {
  const child = fork(path.join(ROOT, script), [], {
    cwd: ROOT,
    env: { ...env, ...settings.env },
    execArgv: ["--import", "tsx", ...(settings.execArgv ?? [])],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => assert.fail(`${script} ended before it was ready`)),
  ]);
  return child;
}

async function startExecutive(): Promise<void> {
  executive = await startProcess("bin/executive.ts", DOWNLOAD_PROCESS);
}

async function killed(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function prepare(): Promise<void> {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-download-kill-"));
  postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres"), port: await freePort() });
  const url = await ensureDatabase(postgres, "site");
  await migrateDatabase(url);
  database = openDatabase(url, 2);
  env = {
    ...process.env,
    DATABASE_URL: url,
    SCP_DATA_DIR: folder,
    SCP_LAB: "1",
    SCP_LAB_CLOUD_PORT: String(await freePort()),
    SCP_LAB_PAYLOAD_SCALE: "1",
  };
  cloud = await startProcess("bin/lab-cloud.ts");
  proxy = await startCountingProxy();
  await db().update(serviceConnectionPoint).set({ proxyHost: "127.0.0.1", proxyPort: proxy.port });
  await slowDown();
}

async function slowDown(): Promise<void> {
  const [lab] = await db()
    .select()
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, LAB_ENVIRONMENT_ID));
  const dispatcher = new Agent({ connect: { ca: lab?.certificateAuthorities ?? "" } });
  const { statusCode } = await request(`https://localhost:${env.SCP_LAB_CLOUD_PORT}/lab/faults`, {
    dispatcher,
    method: "POST",
    body: JSON.stringify({ fault: "slow", path: "/targets/", bytesPerSecond: BYTES_PER_SECOND }),
  });
  assert.equal(statusCode, 201);
  await dispatcher.close();
}

const download = async () => (await db().select().from(updateDownloads))[0];

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await delay(50)) {
    if (await holds()) return;
  }
  assert.fail(`${what}: not within ${WITHIN_MS / 1_000} s`);
}

/** Lets the executive download for a while after its first new bytes, and kills it. */
async function downloadAndKill(runMs: number): Promise<void> {
  const before = proxy?.bytes ?? 0;
  await startExecutive();
  await until("bytes flow", async () => (proxy?.bytes ?? 0) > before + CHUNK_BYTES / 8);
  await delay(runMs);
  assert.notEqual((await download())?.phase, "done", "the download ended before its kill");
  await killed(executive);
  if (await leftSomething()) resumable++;
}

async function leftSomething(): Promise<boolean> {
  const packageGuid = (await download())?.packageGuid ?? "";
  const journal = path.join(folder, "servers", SERVER, "EasySetupPayload", packageGuid, JOURNAL_NAME);
  return (await readFile(journal, "utf8").catch(() => "")).includes('"t":"range"');
}

async function readyInTheEnd(): Promise<void> {
  await startExecutive();
  await until("ready to install", async () => (await download())?.phase === "done");
  const [pack] = await db()
    .select()
    .from(updatePackages)
    .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS));
  assert.ok(pack, "no package is ready");
  const files = await db().select().from(updatePackageFiles).where(isNotNull(updatePackageFiles.verifiedAt));
  assert.equal(
    files
      .filter(({ packageGuid }) => packageGuid === pack.packageGuid)
      .reduce((sum, { bytes }) => sum + bytes, 0),
    pack.totalBytes,
  );
}

async function refetchedLittle(): Promise<void> {
  const [pack] = await db()
    .select()
    .from(updatePackages)
    .where(eq(updatePackages.state, UPDATE_STATE.DOWNLOAD_SUCCESS));
  const [role] = await db().select().from(serviceConnectionPoint);
  assert.ok(pack && role && proxy);
  const refetched = proxy.bytes / OVERHEAD - pack.totalBytes;
  const allowed = KILLS * role.downloadStreams * CHUNK_BYTES;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  console.log(`  refetched ${mebibytes(refetched)} after ${KILLS} kills; allowed ${mebibytes(allowed)}`);
  assert.ok(refetched > 0, "a kill that costs nothing was none");
  assert.ok(refetched <= allowed, `refetched ${mebibytes(refetched)}, more than ${mebibytes(allowed)}`);
}

/** Each file verified once: one that was finished before a kill is never fetched or announced again. */
async function noFileTwice(): Promise<void> {
  const events = await db().select().from(updatePackageEvents).orderBy(asc(updatePackageEvents.id));
  const verified = events
    .filter(({ code }) => code === "file-verified")
    .map(({ params }) => String(params.path));
  assert.deepEqual(verified.toSorted(), [...new Set(verified)].toSorted());
  assert.deepEqual(
    events.filter(({ code }) => code === "file-refused" || code === "download-failed"),
    [],
  );
  assert.equal(events.filter(({ code }) => code === "ready-to-install").length, 1);
}

async function logSaysResumed(): Promise<void> {
  const log = path.join(folder, "servers", SERVER, "Logs/dmpdownloader.log");
  const { lines } = parseLog(await readFile(log, "utf8"));
  const resumed = lines.filter(({ message }) => / resumes at \d+ of \d+ bytes$/.test(message));
  assert.ok(resumable > 0, "every kill came before anything was confirmed");
  assert.equal(resumed.length, resumable);
}

export const name = "download-kill";

export async function checks(): Promise<SweepCheck[]> {
  const moments = Array.from({ length: KILLS }, () => Math.round(Math.random() * LONGEST_RUN_MS));
  return [
    { name: "a lab cloud and its catalogue", run: prepare },
    ...moments.map((runMs) => ({
      name: `kill -9 of the executive ${runMs} ms after bytes began to flow`,
      run: () => downloadAndKill(runMs),
    })),
    { name: "the next start ends with the package ready to install", run: readyInTheEnd },
    { name: "each kill cost at most one chunk per stream", run: refetchedLittle },
    { name: "no file was verified twice, and none refused", run: noFileTwice },
    { name: "dmpdownloader.log says that the download resumed", run: logSaysResumed },
  ];
}

export async function cleanUp(): Promise<void> {
  await killed(executive);
  await killed(cloud);
  await proxy?.close();
  await database?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}
