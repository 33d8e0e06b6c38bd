import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { asc, eq, isNotNull } from "drizzle-orm";
import { putBehindProxy } from "@/lib/connectivity/testing/put-behind-proxy";
import {
  serviceConnectionPoint,
  updateDownloads,
  updatePackageEvents,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { parseLog } from "@/lib/logs/parse-log";
import { CHUNK_BYTES } from "@/lib/updates/download/plan";
import { JOURNAL_NAME } from "@/lib/updates/download/safe-path";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { type CountingProxy, startCountingProxy } from "./counting-proxy";
import { KillableProduct } from "./killable-product";
import type { SweepCheck } from "./model";
import { slowCloud } from "./slow-cloud";

const KILLS = 10;
/** Of one answer: slow enough that all kills fit into the one package that downloads by itself. */
const BYTES_PER_SECOND = 5_000_000;
/** From the moment bytes flow to the kill. */
const LONGEST_RUN_MS = 1_300;
/** Holds the role in the sample hierarchy. */
const SERVER = "scp01.contoso.com";
/** Metadata of each start's check, and what TLS adds to the bytes of the files. */
const OVERHEAD = 1.01;

let product: KillableProduct | undefined;
let proxy: CountingProxy | undefined;
/** Kills that left something on disk to go on from. */
let resumable = 0;

const running = () => product ?? assert.fail("not started");
const db = () => running().db;

async function prepare(): Promise<void> {
  product = await KillableProduct.start("download-kill", { payloadScale: 1 });
  proxy = await startCountingProxy();
  await putBehindProxy(db(), proxy.port);
  await slowCloud(product, BYTES_PER_SECOND);
}

const download = async () => (await db().select().from(updateDownloads))[0];

/** Lets the executive download for a while after its first new bytes, and kills it. */
async function downloadAndKill(runMs: number): Promise<void> {
  const before = proxy?.bytes ?? 0;
  await running().startExecutive();
  await running().until("bytes flow", async () => (proxy?.bytes ?? 0) > before + CHUNK_BYTES / 8);
  await delay(runMs);
  assert.notEqual((await download())?.phase, "done", "the download ended before its kill");
  await running().killExecutive();
  if (await leftSomething()) resumable++;
}

async function leftSomething(): Promise<boolean> {
  const packageGuid = (await download())?.packageGuid ?? "";
  const journal = path.join(running().installDir(SERVER), "EasySetupPayload", packageGuid, JOURNAL_NAME);
  return (await readFile(journal, "utf8").catch(() => "")).includes('"t":"range"');
}

async function readyInTheEnd(): Promise<void> {
  await running().startExecutive();
  await running().until("ready to install", async () => (await download())?.phase === "done");
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
  const log = path.join(running().installDir(SERVER), "Logs/dmpdownloader.log");
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
  await product?.close();
  await proxy?.close();
}
