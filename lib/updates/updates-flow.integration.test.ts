import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  alerts,
  auditMessages,
  serviceConnectionPoint,
  updateDownloads,
  updatePackages,
} from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { cancelDownload } from "./cancel-download";
import { checkCatalogue } from "./check-catalogue";
import { checkForUpdates } from "./check-for-updates";
import { dmpDownloader } from "./dmp-downloader.component";
import { RANGE_BYTES } from "./download/plan";
import { downloadUpdate } from "./download-update";
import { getUpdate } from "./get-update";
import { getUpdateCheck } from "./get-update-check";
import { hierarchyManager } from "./hierarchy-manager.component";
import { listUpdates } from "./list-updates";
import { pauseDownload } from "./pause-download";
import { resumeDownload } from "./resume-download";
import { packageFolder } from "./run-download";
import { UPDATE_STATE } from "./state-machine";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "./testing/updates-lab";

const { db, connectionString } = await testDatabase();
const OLDER = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";
const payload = randomBytes(3 * RANGE_BYTES);

let lab: UpdatesLab;
let running: { stop: AbortController; done: Promise<void> }[];
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  running = [];
});
afterEach(async () => {
  await stopAll();
  await lab.close();
  await clearUpdatesLab(db);
});

function start(component: ComponentDefinition): void {
  const stop = new AbortController();
  const done = component.run(lab.thread(component.name, stop.signal));
  // Its failure is seen when it is stopped.
  done.catch(() => {});
  running.push({ stop, done });
}

async function stopAll(): Promise<void> {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.map(({ done }) => done));
  running = [];
}

const ctx = () => testCtx(db, { clock: systemClock });
const stateOf = async (packageGuid = PACKAGE) =>
  (await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, packageGuid)))[0]?.state;
const downloadOf = async (packageGuid = PACKAGE) =>
  (await db.select().from(updateDownloads).where(eq(updateDownloads.packageGuid, packageGuid)))[0];
const becomes = (state: number, packageGuid = PACKAGE) =>
  expect.poll(() => stateOf(packageGuid), { timeout: 20_000, interval: 100 }).toBe(state);
const arrived = (name: string) => readFile(path.join(packageFolder(lab.installDir, PACKAGE), name));

describe("from the catalogue to ready to install", () => {
  it("the newest applicable package comes by itself, the older one waits to be chosen", async () => {
    await lab.publish(
      { packageGuid: OLDER, name: "Hotfix", updateType: 2, fullVersion: "5.00.8853.1012" },
      { "fix.cab": Buffer.from("fix") },
    );
    await lab.publish({}, { "SMSSetup/setup.cab": payload, "redist/one.cab": Buffer.from("redist") });
    start(dmpDownloader);
    start(hierarchyManager);
    await becomes(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect((await arrived("SMSSetup/setup.cab")).equals(payload)).toBe(true);
    expect(await stateOf(OLDER)).toBe(UPDATE_STATE.APPLICABILITY_SUCCESS);

    expect(await downloadUpdate(ctx(), { packageGuid: OLDER })).toMatchObject({ ok: true });
    await becomes(UPDATE_STATE.DOWNLOAD_SUCCESS, OLDER);
    await stopAll();

    expect(lab.lines).toContain(
      `info Configuration Manager Update (PackageGuid=${PACKAGE.toUpperCase()}) is applicable`,
    );
    expect(lab.lines).toContain(
      `info EasySetupDownloadSinglePackage finishes downloading ${PACKAGE.toUpperCase()}. ~~`,
    );
    const detail = await getUpdate(ctx(), { packageGuid: PACKAGE });
    expect(detail).toMatchObject({ ok: true, value: { hidden: false, download: { phase: "done" } } });
    const events = detail.ok ? detail.value.events.map(({ code }) => code) : [];
    expect(events).toEqual([
      "found",
      "applicable",
      "download-requested",
      "download-started",
      "file-verified",
      "file-verified",
      "ready-to-install",
    ]);
    const check = await getUpdateCheck(ctx(), undefined);
    expect(check).toMatchObject({ ok: true, value: { running: false, error: null } });
    const list = await listUpdates(ctx(), {});
    expect(list.ok && list.value.map(({ name }) => name)).toHaveLength(2);
    const audits = await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60011));
    expect(audits).toMatchObject([{ objectId: OLDER, strings: ["test-SMS0001R", OLDER, "Hotfix"] }]);
  });

  it("a payload with a flipped bit is refused, alerted, and never ready", async () => {
    await lab.publish({}, { "setup.cab": payload });
    lab.server.tamper = (name, content) => {
      if (!name.endsWith("setup.cab")) return content;
      const flipped = Buffer.from(content);
      flipped[100] = (flipped[100] ?? 0) ^ 1;
      return flipped;
    };
    start(dmpDownloader);
    start(hierarchyManager);
    await becomes(UPDATE_STATE.DOWNLOAD_FAILED);
    expect(await downloadOf()).toMatchObject({ phase: "failed", errorCode: "target-hash-mismatch" });
    expect(existsSync(path.join(packageFolder(lab.installDir, PACKAGE), "setup.cab"))).toBe(false);
    const [alert] = await db.select().from(alerts).where(eq(alerts.state, 0));
    expect(alert).toMatchObject({ code: "updates.payload-refused", objectId: PACKAGE, severity: 1 });

    lab.server.tamper = null;
    await downloadUpdate(ctx(), { packageGuid: PACKAGE });
    await becomes(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect(await db.select().from(alerts).where(eq(alerts.state, 0))).toEqual([]);
  });

  it("pauses within a moment, resumes where it was, and cancels without a trace", async () => {
    await lab.publish({}, { "setup.cab": randomBytes(8 * RANGE_BYTES) });
    lab.server.bytesPerSecond = 1_500_000;
    start(dmpDownloader);
    start(hierarchyManager);
    await expect.poll(async () => (await downloadOf())?.bytesDone, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await pauseDownload(ctx(), { packageGuid: PACKAGE })).toMatchObject({ ok: true });
    await expect.poll(async () => (await downloadOf())?.phase, { timeout: 3_000 }).toBe("paused");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_IN_PROGRESS);
    expect(await downloadUpdate(ctx(), { packageGuid: PACKAGE })).toMatchObject({
      code: "already-downloading",
    });

    expect(await resumeDownload(ctx(), { packageGuid: PACKAGE })).toMatchObject({ ok: true });
    await expect.poll(async () => (await downloadOf())?.phase, { timeout: 5_000 }).toBe("downloading");
    expect(await cancelDownload(ctx(), { packageGuid: PACKAGE })).toMatchObject({ ok: true });
    await expect.poll(async () => (await downloadOf())?.phase, { timeout: 3_000 }).toBe("canceled");
    expect(await stateOf()).toBe(UPDATE_STATE.APPLICABILITY_SUCCESS);
    expect(existsSync(packageFolder(lab.installDir, PACKAGE))).toBe(false);
  });

  it("goes on after its thread was stopped in the middle", async () => {
    const large = randomBytes(8 * RANGE_BYTES);
    await lab.publish({}, { "setup.cab": large });
    lab.server.bytesPerSecond = 3_000_000;
    start(dmpDownloader);
    start(hierarchyManager);
    const bytesDone = async () => (await downloadOf())?.bytesDone;
    await expect.poll(bytesDone, { timeout: 15_000 }).toBeGreaterThan(5 * RANGE_BYTES);
    await stopAll();
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_IN_PROGRESS);
    lab.server.bytesPerSecond = null;
    start(dmpDownloader);
    await becomes(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect((await arrived("setup.cab")).equals(large)).toBe(true);
    const resumed = new RegExp(
      `^info Download of package ${PACKAGE} resumes at \\d+ of ${large.length} bytes$`,
      "i",
    );
    expect(lab.lines.filter((line) => resumed.test(line))).toHaveLength(1);
  });

  it("waits with a visible next attempt while the server is busy, and tries again", async () => {
    await lab.publish({}, { "setup.cab": payload });
    let busy = true;
    lab.server.intercept = (name, _request, response) => {
      if (!busy || !name.endsWith("setup.cab")) return false;
      response.writeHead(503, { "retry-after": "2" }).end();
      return true;
    };
    start(dmpDownloader);
    start(hierarchyManager);
    await expect.poll(async () => (await downloadOf())?.phase, { timeout: 15_000 }).toBe("waiting");
    const waiting = await downloadOf();
    expect(waiting).toMatchObject({ errorCode: "server-busy", attempts: 1 });
    expect(waiting?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 1_000);
    busy = false;
    await becomes(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });
});

describe("the mode", () => {
  it("becomes effective when the thread starts, and unknown when it ends", async () => {
    await db.update(serviceConnectionPoint).set({ configuredMode: "offline", runningMode: null });
    const mode = async () => (await db.select().from(serviceConnectionPoint))[0]?.runningMode;
    start(dmpDownloader);
    await expect.poll(mode).toBe("offline");
    await db.update(serviceConnectionPoint).set({ configuredMode: "online" });
    expect(await mode()).toBe("offline");
    await stopAll();
    expect(await mode()).toBeNull();
  });
});

describe("commands", () => {
  const refusal = async (runningMode: "offline" | null) => {
    await db.update(serviceConnectionPoint).set({ runningMode });
    return Promise.all([
      checkForUpdates(ctx(), {}),
      downloadUpdate(ctx(), { packageGuid: PACKAGE }),
      resumeDownload(ctx(), { packageGuid: PACKAGE }),
    ]);
  };

  it("are refused while the role runs offline", async () => {
    for (const result of await refusal("offline"))
      expect(result).toMatchObject({ ok: false, code: "role-offline" });
  });

  it("are refused while SMS_DMP_DOWNLOADER does not run", async () => {
    for (const result of await refusal(null))
      expect(result).toMatchObject({ ok: false, code: "role-not-running" });
  });

  it("are refused without the role", async () => {
    await db.delete(serviceConnectionPoint);
    expect(await checkForUpdates(ctx(), {})).toMatchObject({ code: "role-not-installed" });
  });

  it("do not download what does not apply", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("x") });
    await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), new AbortController().signal);
    await db.update(updatePackages).set({ state: UPDATE_STATE.APPLICABILITY_NA });
    expect(await downloadUpdate(ctx(), { packageGuid: PACKAGE })).toMatchObject({
      code: "update-not-downloadable",
      params: { state: "APPLICABILITY_NA" },
    });
    expect(await downloadUpdate(ctx(), { packageGuid: randomUUID() })).toMatchObject({
      code: "update-not-found",
    });
  });

  it("cannot take a cancellation back, whose files may be going already", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("x") });
    await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), new AbortController().signal);
    await db.update(updatePackages).set({ state: UPDATE_STATE.DOWNLOAD_IN_PROGRESS });
    await db.insert(updateDownloads).values({
      packageGuid: PACKAGE,
      phase: "waiting",
      requestedBy: "test",
      updatedAt: new Date(),
    });
    const about = { packageGuid: PACKAGE };
    expect(await cancelDownload(ctx(), about)).toMatchObject({ ok: true });
    expect(await resumeDownload(ctx(), about)).toMatchObject({ code: "download-not-possible-now" });
    expect(await pauseDownload(ctx(), about)).toMatchObject({ code: "download-not-possible-now" });
    expect(await downloadOf()).toMatchObject({ desired: "cancel", phase: "waiting" });
  });

  it("ask for one check however often they are given", async () => {
    expect(await checkForUpdates(ctx(), {})).toMatchObject({ value: { alreadyRequested: false } });
    expect(await checkForUpdates(ctx(), {})).toMatchObject({ value: { alreadyRequested: true } });
    expect(await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60010))).toHaveLength(1);
  });

  it("are for those the permission table names", async () => {
    const analyst = testCtx(db, { actor: userActor("SMS0002R") });
    expect(await checkForUpdates(analyst, {})).toMatchObject({ code: "forbidden" });
    expect(await downloadUpdate(analyst, { packageGuid: PACKAGE })).toMatchObject({ code: "forbidden" });
  });
});
