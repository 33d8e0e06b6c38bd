import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import { offlineRequests, updateCheck, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { type RoundTrip, startRoundTrip } from "@/lib/offline/testing/round-trip";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { startUpdatesLab, type UpdatesLab } from "@/lib/updates/testing/updates-lab";
import type { SweepCheck } from "./model";

const POINTS = 50;
const FILES = { "setup.cab": randomBytes(5 * 1024 * 1024), "redist/one.cab": randomBytes(200_000) };

let folder = "";
let server: EmbeddedPostgres | undefined;
let database: DatabaseHandle | undefined;
let lab: UpdatesLab | undefined;
let trip: RoundTrip | undefined;

async function prepare() {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-offline-stick-"));
  const dataDir = path.join(folder, "postgres");
  server = await startEmbeddedPostgres({ dataDir, port: await freePort(), throwaway: true });
  const url = await ensureDatabase(server, "stick");
  await migrateDatabase(url);
  const opened = openDatabase(url, 5);
  database = opened;
  const started = await startUpdatesLab(opened.db, url);
  lab = started;
  await started.publish({}, FILES);
  const begun = await startRoundTrip(opened.db, () => started.thread("SMS_DMP_DOWNLOADER"));
  trip = begun;
  return { db: opened.db, lab: started, trip: begun };
}

type Scene = Awaited<ReturnType<typeof prepare>>;

/** As before the first round trip. */
async function reset({ db, lab: { installDir }, trip: { stick } }: Scene): Promise<void> {
  await rm(installDir, { recursive: true, force: true });
  await rm(stick, { recursive: true, force: true });
  await db.execute("truncate update_packages, update_check, offline_imports, offline_requests cascade");
}

/** What an import may change. */
async function stateOf({ db, lab: { installDir } }: Scene): Promise<unknown> {
  return {
    packages: await db.select().from(updatePackages),
    files: await db.select().from(updatePackageFiles),
    check: await db.select().from(updateCheck),
    answered: await db.select({ at: offlineRequests.answeredAt }).from(offlineRequests),
    disk: (await readdir(installDir, { recursive: true }).catch(() => [])).toSorted(),
  };
}

async function answerOf({ trip: { connect, prepare: ask } }: Scene): Promise<string> {
  const { files } = await connect(await ask());
  return files[0] ?? "";
}

async function refused(scene: Scene, file: string, codes: RegExp): Promise<void> {
  const before = await stateOf(scene);
  const { state, error } = await scene.trip.examine(file);
  assert.equal(state, "refused");
  assert.match(error?.code ?? "", codes);
  assert.deepEqual(await stateOf(scene), before);
}

async function imports(scene: Scene, file: string): Promise<void> {
  const { importId, error } = await scene.trip.examine(file);
  assert.equal(error, null);
  await scene.trip.approve(importId);
  await scene.trip.work();
  await isReady(scene);
}

async function isReady({ db }: Scene): Promise<void> {
  const [pack] = await db.select({ state: updatePackages.state }).from(updatePackages);
  assert.equal(pack?.state, UPDATE_STATE.DOWNLOAD_SUCCESS);
}

/** The stick is pulled while it is written: nothing has the final name, and the next run ends with the same bytes. */
async function pulledWhileWritten(scene: Scene): Promise<void> {
  const request = await scene.trip.prepare();
  const { files, steps } = await scene.trip.connect(request);
  const whole = await readFile(files[0] ?? "");
  assert.ok(steps.length > 0);
  for (let point = 1; point <= POINTS; point++) {
    await rm(scene.trip.stick, { recursive: true, force: true });
    const pulledAt = (whole.length * point) / (POINTS + 1);
    const pulled = scene.trip.connect(request, {
      volumeBytes: point % 2 ? null : 2 * 1024 * 1024,
      report: (step) => {
        if (step.step === "write" && step.bytesDone >= pulledAt) throw new Error("pulled");
      },
    });
    await assert.rejects(pulled, /pulled/, `point ${point}`);
    const left = await readdir(scene.trip.stick);
    assert.ok(
      left.every((file) => file.endsWith(".partial")),
      `point ${point}: ${left}`,
    );
    const again = await scene.trip.connect(request);
    assert.equal((await readdir(scene.trip.stick)).length, 1);
    if (point === POINTS) await imports(scene, again.files[0] ?? "");
  }
}

async function cutWhileExamined(scene: Scene): Promise<void> {
  const file = await answerOf(scene);
  const whole = await readFile(file);
  for (let point = 0; point < POINTS; point++) {
    await writeFile(file, whole.subarray(0, Math.floor((whole.length * point) / POINTS) + 1));
    await refused(scene, file, /^archive-(truncated|not-a-zip)$/);
  }
  await writeFile(file, whole);
  await imports(scene, file);
}

/** Approved, then pulled before or in the middle of the import: it waits or is refused, and goes on or begins anew. */
async function cutWhileImported(scene: Scene): Promise<void> {
  for (let point = 0; point < POINTS; point++) {
    await reset(scene);
    const file = await answerOf(scene);
    const kept = `${file}.kept`;
    await copyFile(file, kept);
    const { importId } = await scene.trip.examine(file);
    await scene.trip.approve(importId);
    const { length } = await readFile(file);
    const cut = async () => truncate(file, Math.floor((length * point) / POINTS));
    let asked = 0;
    // At another moment of the import each time: it asks before whatever it notes down.
    await scene.trip.work({
      ownsServer: async () => (asked++ === point % 8 ? cut().then(() => true) : true),
    });
    const { state } = await scene.trip.read(importId);
    await copyFile(kept, file);
    if (state === "importing") await scene.trip.work();
    else if (state === "refused") await imports(scene, file);
    await isReady(scene);
  }
}

async function flippedBytes(scene: Scene): Promise<void> {
  const file = await answerOf(scene);
  const whole = await readFile(file);
  const before = await stateOf(scene);
  for (let point = 0; point < POINTS; point++) {
    const at = Math.floor((whole.length * (point + 0.5)) / POINTS);
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (point % 8));
    await writeFile(file, flipped);
    const { state } = await scene.trip.examine(file);
    assert.equal(state, "refused", `byte ${at}`);
    assert.deepEqual(await stateOf(scene), before);
  }
}

async function fullMedium(scene: Scene): Promise<void> {
  const request = await scene.trip.prepare();
  const { files } = await scene.trip.connect(request);
  const [file = ""] = files;
  await rm(file);
  // What is written there finds no room.
  await symlink("/dev/full", `${file}.partial`);
  await assert.rejects(scene.trip.connect(request), { code: "disk-write-failed" });
  assert.deepEqual(await readdir(scene.trip.stick), [`${path.basename(file)}.partial`]);
  await rm(`${file}.partial`);
  await imports(scene, (await scene.trip.connect(request)).files[0] ?? "");
}

async function notForUs(scene: Scene): Promise<void> {
  const older = await answerOf(scene);
  await scene.lab.publish({ name: "Configuration Manager 1910 again" }, FILES);
  const newer = await answerOf(scene);
  await imports(scene, newer);
  await refused(scene, older, /^catalogue-rolled-back$/);
  await refused(scene, newer, /^transfer-request-answered$/);
  await scene.db.delete(offlineRequests);
  await refused(scene, older, /^transfer-other-hierarchy$/);
}

export const name = "offline-stick";

export async function checks(): Promise<SweepCheck[]> {
  const scene = await prepare();
  const check = (what: string, run: (scene: Scene) => Promise<void>): SweepCheck => ({
    name: what,
    run: async () => {
      await reset(scene);
      await run(scene);
    },
  });
  return [
    check(`a stick pulled at ${POINTS} points while it is written`, pulledWhileWritten),
    check(`a package that ends at ${POINTS} points is refused, the state unchanged`, cutWhileExamined),
    check(`a stick pulled at ${POINTS} points while it is imported`, cutWhileImported),
    check(`${POINTS} flipped bytes are refused, the state unchanged`, flippedBytes),
    check("a full stick is said, and goes on when there is room", fullMedium),
    check("an older bundle, a replay and another hierarchy's are refused, the state unchanged", notForUs),
  ];
}

export async function cleanUp(): Promise<void> {
  await trip?.close();
  await lab?.close();
  await database?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
