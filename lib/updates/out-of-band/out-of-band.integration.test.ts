import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extractArchive } from "@/lib/archive/extract-archive";
import { type ZipEntry, zipBytes } from "@/lib/archive/testing/zip-bytes";
import { writeArchive } from "@/lib/archive/write-archive";
import { Day, systemClock } from "@/lib/clock";
import {
  alerts,
  auditMessages,
  outOfBandChunks,
  outOfBandImports,
  serviceConnectionPoint,
  updatePackageEvents,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { checkCatalogue } from "../check-catalogue";
import { judgePackages } from "../judge-packages";
import { createRepository } from "../publish/create-repository";
import { readEntryFile } from "../publish/entry-file";
import { exportHotfix } from "../publish/export-hotfix";
import { DEFAULT_LIFETIME_DAYS } from "../publish/roles";
import { removeUnwantedContent } from "../remove-content";
import { packageFolder } from "../run-download";
import { resetUpdate } from "../servicing/reset-update";
import { UPDATE_STATE } from "../state-machine";
import { expectAlarm } from "../testing/alarm";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "../testing/updates-lab";
import { cancelHotfixUpload } from "./cancel-hotfix-upload";
import { finishHotfixUpload } from "./finish-hotfix-upload";
import { importHotfixes } from "./import-hotfixes";
import { listHotfixImports } from "./list-hotfix-imports";
import { CHUNK_BYTES_MAX } from "./model";
import { archiveFile, offlineFolder } from "./offline-folder";
import { receiveHotfixChunk } from "./receive-hotfix-chunk";
import { startHotfixUpload } from "./start-hotfix-upload";
import { HOTFIX_QUOTA } from "./verify-bundle";

const { db, connectionString } = await testDatabase();
const HOTFIX = "a1f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const NAME = "CM-1906-KB4517869-ConfigMgr.Update.zip";
const signal = new AbortController().signal;

let lab: UpdatesLab;
let folder: string;
let archive: string;
const payload = randomBytes(CHUNK_BYTES_MAX + 5000);
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-hotfix-"));
  archive = await publishHotfix(NAME);
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
  await db.delete(outOfBandImports);
  await rm(folder, { recursive: true, force: true });
});

async function publishHotfix(name: string, overrides = {}, publisher = lab.publisher): Promise<string> {
  const facts = {
    packageGuid: HOTFIX,
    name: "Hotfix KB4517869",
    description: { en: "Fixes." },
    version: "1906",
    fullVersion: "5.00.8853.1020",
    minCmVersion: "5.00.8853.1000",
    maxCmVersion: "5.00.8853.9999",
    dateReleased: "2019-11-29T00:00:00Z",
    impact: 1,
    updateType: 2,
    ...overrides,
  };
  const file = path.join(folder, "entry.json");
  await writeFile(file, JSON.stringify(facts));
  const out = path.join(folder, name);
  const source = (at: string, content: Buffer) => ({ path: at, open: () => Readable.from([content]) });
  await exportHotfix(publisher, {
    facts: await readEntryFile(file),
    files: [source("SMSSetup/fix.cab", payload), source("redist/one.cab", Buffer.from("one"))],
    out,
    writeMaps: true,
  });
  return out;
}

const ctx = () => testCtx(db, { clock: systemClock, actor });
const actor = userActor();
const importAll = () => importHotfixes(lab.thread("SMS_DMP_DOWNLOADER"));
const judge = () => judgePackages(db, systemClock, "SMS_HIERARCHY_MANAGER");
const imports = async () => {
  const result = await listHotfixImports(ctx(), {});
  return result.ok ? result.value : [];
};
const packages = () => db.select().from(updatePackages);

async function upload(file: string, name = NAME): Promise<string> {
  const content = await readFile(file);
  const started = await startHotfixUpload(ctx(), { fileName: name, bytes: content.length });
  if (!started.ok) throw new Error(started.code);
  const { importId } = started.value;
  for (let at = started.value.position; at < content.length; at += CHUNK_BYTES_MAX) {
    const data = content.subarray(at, at + CHUNK_BYTES_MAX);
    expect(await receiveHotfixChunk(ctx(), { importId, position: at, data })).toMatchObject({ ok: true });
  }
  expect(await finishHotfixUpload(ctx(), { importId })).toMatchObject({ ok: true });
  return importId;
}

describe("a hotfix archive", () => {
  it("is uploaded, imported and ready to install, also offline, and without a connection", async () => {
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    await lab.server.close();
    await upload(archive);
    await importAll();
    await judge();
    const [pack] = await packages();
    expect(pack).toMatchObject({
      packageGuid: HOTFIX,
      source: "out-of-band",
      state: UPDATE_STATE.DOWNLOAD_SUCCESS,
    });
    const placed = await readFile(path.join(packageFolder(lab.installDir, HOTFIX), "SMSSetup/fix.cab"));
    expect(placed.equals(payload)).toBe(true);
    const files = await db.select().from(updatePackageFiles);
    expect(files.every(({ verifiedAt, bytes, bytesDone }) => verifiedAt && bytes === bytesDone)).toBe(true);
    const events = await db.select().from(updatePackageEvents).orderBy(updatePackageEvents.id);
    expect(events.map(({ code }) => code)).toEqual(["hotfix-imported", "applicable", "ready-to-install"]);
    expect(await imports()).toMatchObject([
      { state: "imported", packageName: "Hotfix KB4517869", reason: null, sha256: expect.any(String) },
    ]);
    expect(await db.select().from(outOfBandChunks)).toEqual([]);
    expect(await readdir(offlineFolder(lab.installDir))).toEqual([]);
    const audits = await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60018));
    expect(audits.map(({ strings }) => strings.slice(1))).toEqual([
      [NAME, expect.any(String), "1"],
      [NAME, expect.any(String), "4"],
    ]);
  });

  it("put into the folder by hand is taken once nobody writes to it any more", async () => {
    await mkdir(offlineFolder(lab.installDir), { recursive: true });
    await copyFile(archive, archiveFile(lab.installDir, NAME));
    await importAll();
    expect(await imports()).toEqual([]);
    const later = { now: () => new Date(Date.now() + 61_000) };
    await importHotfixes({ ...lab.thread("SMS_DMP_DOWNLOADER"), clock: later });
    expect(await imports()).toMatchObject([{ state: "imported", requestedBy: "SMS_DMP_DOWNLOADER" }]);
  });

  it("imported again changes nothing and says so", async () => {
    await upload(archive);
    await importAll();
    await judge();
    const before = await packages();
    await upload(archive);
    await importAll();
    expect((await imports())[0]).toMatchObject({
      state: "imported",
      reason: { code: "hotfix-already-registered" },
    });
    expect(await packages()).toEqual(before);
  });

  it("that was deleted is never taken for ready without its files, and comes back when it is imported again", async () => {
    await upload(archive);
    await importAll();
    await judge();
    const reset = await resetUpdate(ctx(), { packageGuid: HOTFIX, forceDelete: true });
    expect(reset).toMatchObject({ value: { outcome: "deleted" } });
    // Judged before SMS_DMP_DOWNLOADER has removed the folder, and after it.
    await judge();
    expect((await packages())[0]?.state).not.toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    await removeUnwantedContent(lab.thread("SMS_DMP_DOWNLOADER"));
    await judge();
    expect((await packages())[0]?.state).not.toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect(existsSync(packageFolder(lab.installDir, HOTFIX))).toBe(false);

    await upload(archive);
    await importAll();
    await judge();
    expect(await packages()).toMatchObject([{ state: UPDATE_STATE.DOWNLOAD_SUCCESS, withdrawnAt: null }]);
    await removeUnwantedContent(lab.thread("SMS_DMP_DOWNLOADER"));
    const placed = await readFile(path.join(packageFolder(lab.installDir, HOTFIX), "SMSSetup/fix.cab"));
    expect(placed.equals(payload)).toBe(true);
  });

  it("of a package in the catalogue leaves that as it is", async () => {
    await lab.publish({ packageGuid: HOTFIX }, { "setup.cab": Buffer.from("catalogue") });
    await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), signal);
    const before = await packages();
    await upload(archive);
    await importAll();
    expect(await imports()).toMatchObject([{ state: "imported", reason: { code: "hotfix-in-catalogue" } }]);
    expect(await packages()).toEqual(before);
  });

  it("is not withdrawn by a catalogue that never listed it", async () => {
    await upload(archive);
    await importAll();
    await judge();
    await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), signal);
    expect(await packages()).toMatchObject([{ withdrawnAt: null, state: UPDATE_STATE.DOWNLOAD_SUCCESS }]);
  });

  it("goes on after a kill between its parts", async () => {
    const importId = await upload(archive);
    const stopped = new AbortController();
    stopped.abort(new Error("killed"));
    await expect(
      importHotfixes({ ...lab.thread("SMS_DMP_DOWNLOADER", stopped.signal) }),
    ).resolves.toBeUndefined();
    await db.update(outOfBandImports).set({ state: "importing" }).where(eq(outOfBandImports.id, importId));
    await mkdir(`${archiveFile(lab.installDir, NAME)}.unpacked`, { recursive: true });
    await importAll();
    expect(await imports()).toMatchObject([{ state: "imported" }]);
  });
});

describe("a tampered archive is refused by name, and no state changes", () => {
  async function refusedAs(file: string): Promise<string | undefined> {
    await upload(file);
    await importAll();
    const [row] = await imports();
    expect(row?.state).toBe("refused");
    expect(await packages()).toEqual([]);
    expect(existsSync(packageFolder(lab.installDir, HOTFIX))).toBe(false);
    expect(await readdir(offlineFolder(lab.installDir))).toEqual([]);
    const { code = "", params = {} } = row?.reason ?? {};
    await expectAlarm(db, {
      alert: "updates.hotfix-refused",
      failure: { code, params, area: "outOfBand" },
      messageId: STATUS_MESSAGE.hotfixRefused,
    });
    return code;
  }

  /** Packs the archive anew after `change` had its way with the files. */
  async function repacked(change: (at: (name: string) => string) => Promise<void>): Promise<string> {
    const work = path.join(folder, "work");
    await extractArchive({ file: archive, into: work, quota: HOTFIX_QUOTA, signal });
    await change((name) => path.join(work, name));
    const names = await readdir(work, { recursive: true, withFileTypes: true });
    const files = [];
    for (const entry of names.filter((found) => found.isFile())) {
      const file = path.join(entry.parentPath, entry.name);
      const content = await readFile(file);
      const name = path.relative(work, file).split(path.sep).join("/");
      files.push({ path: name, bytes: content.length, open: () => Readable.from([content]) });
    }
    const out = path.join(folder, "tampered.zip");
    await writeFile(out, Readable.from(writeArchive(files)));
    return out;
  }
  const FIX = `targets/${HOTFIX}/SMSSetup/fix.cab`;
  const flip = async (file: string, at = 10) => {
    const bytes = await readFile(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
  };
  const editJson = async (file: string, edit: (json: { signed: Record<string, unknown> }) => void) => {
    const json = JSON.parse(await readFile(file, "utf8"));
    edit(json);
    await writeFile(file, JSON.stringify(json));
  };

  it("a changed payload", async () => {
    expect(await refusedAs(await repacked((at) => flip(at(FIX))))).toBe("hotfix-hash-mismatch");
  });

  it("a changed description", async () => {
    const changed = await repacked((at) => flip(at("targets/out-of-band.json")));
    expect(await refusedAs(changed)).toBe("hotfix-hash-mismatch");
  });

  it("a payload of another length", async () => {
    const changed = await repacked((at) => writeFile(at(FIX), "short"));
    expect(await refusedAs(changed)).toBe("hotfix-length-mismatch");
  });

  it("a missing payload", async () => {
    expect(await refusedAs(await repacked((at) => rm(at(FIX))))).toBe("hotfix-file-missing");
  });

  it("a file nobody signed", async () => {
    const changed = await repacked((at) => writeFile(at("targets/extra.cab"), "extra"));
    expect(await refusedAs(changed)).toBe("hotfix-file-unlisted");
  });

  it("a changed list", async () => {
    const changed = await repacked((at) =>
      editJson(at("bundle.json"), ({ signed }) => {
        signed.version = 2;
      }),
    );
    expect(await refusedAs(changed)).toBe("hotfix-signature-invalid");
  });

  it("no list", async () => {
    expect(await refusedAs(await repacked((at) => rm(at("bundle.json"))))).toBe("hotfix-not-a-bundle");
  });

  it("the catalogue's own list", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("x") });
    const changed = await repacked(async (at) => {
      const metadata = path.join(lab.publisher.repository, "metadata");
      await copyFile(path.join(metadata, "2.targets.json"), at("bundle.json"));
    });
    expect(await refusedAs(changed)).toBe("hotfix-not-a-bundle");
  });

  it("another role's metadata", async () => {
    const changed = await repacked(async (at) => {
      await copyFile(path.join(lab.publisher.repository, "metadata/timestamp.json"), at("bundle.json"));
    });
    expect(await refusedAs(changed)).toBe("hotfix-not-a-bundle");
  });

  it("another publisher's archive", async () => {
    const other = {
      ...lab.publisher,
      repository: path.join(folder, "repository"),
      keys: path.join(folder, "keys"),
    };
    await createRepository(other);
    expect(await refusedAs(await publishHotfix(NAME, {}, other))).toBe("hotfix-signature-invalid");
  });

  it("an expired one", async () => {
    const lifetimeDays = { ...DEFAULT_LIFETIME_DAYS, targets: 1 };
    const then = new Date(Date.now() - 2 * Day.ms);
    const expired = await publishHotfix(NAME, {}, { ...lab.publisher, lifetimeDays, now: then });
    expect(await refusedAs(expired)).toBe("hotfix-expired");
  });

  it("half of one", async () => {
    const half = path.join(folder, "half.zip");
    const bytes = await readFile(archive);
    await writeFile(half, bytes.subarray(0, bytes.length / 2));
    expect(await refusedAs(half)).toBe("archive-truncated");
  });

  it("a hostile one, in each of the ways there are, and nothing is written anywhere", async () => {
    const evil = (overrides: Partial<ZipEntry>): ZipEntry => ({
      name: "targets/evil.cab",
      content: Buffer.from("evil"),
      ...overrides,
    });
    const million = { entries: 1_000_000, directoryBytes: 46_000_000, directoryOffset: 0 };
    const HOSTILE: Record<string, Uint8Array> = {
      "archive-path-traversal": zipBytes([evil({ name: "../../../evil.cab" })]),
      "archive-path-absolute": zipBytes([evil({ name: "/tmp/evil.cab" })]),
      "archive-link": zipBytes([evil({ externalAttributes: (0o120777 << 16) >>> 0 })]),
      "archive-ratio-too-high": zipBytes([evil({ content: Buffer.alloc(2 ** 22), method: 8 })]),
      "archive-entry-too-large": zipBytes([evil({ bytes: 0xfffffffe })]),
      "archive-name-collision": zipBytes([evil({}), evil({ name: "targets/EVIL.cab" })]),
      "archive-zip64-lies": zipBytes([evil({})], { entries: 0xffff, zip64: million }),
    };
    const files = async () => {
      const found = await readdir(path.dirname(lab.installDir), { recursive: true, withFileTypes: true });
      return found.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    };
    const before = await files();
    for (const [code, bytes] of Object.entries(HOSTILE)) {
      const hostile = path.join(folder, "hostile.zip");
      await writeFile(hostile, bytes);
      expect(await refusedAs(hostile)).toBe(code);
    }
    expect(await files()).toEqual(before);
    expect(existsSync("/tmp/evil.cab")).toBe(false);
  });

  it("and the honest one after it is imported, the alert gone", async () => {
    await refusedAs(await repacked((at) => flip(at(FIX))));
    await upload(archive);
    await importAll();
    expect(await packages()).toHaveLength(1);
    expect(await db.select().from(alerts).where(eq(alerts.state, 0))).toEqual([]);
  });
});

describe("an upload", () => {
  const start = (overrides = {}) => startHotfixUpload(ctx(), { fileName: NAME, bytes: 10, ...overrides });
  const chunk = (importId: string, position: number, length: number) =>
    receiveHotfixChunk(ctx(), { importId, position, data: Buffer.alloc(length, 1) });
  async function started(): Promise<string> {
    const result = await start();
    return result.ok ? result.value.importId : "";
  }

  it("goes on where it was, and takes a repeated chunk without harm", async () => {
    const importId = await started();
    expect(await chunk(importId, 0, 4)).toMatchObject({ value: { position: 4 } });
    expect(await chunk(importId, 0, 4)).toMatchObject({ value: { position: 4 } });
    expect(await chunk(importId, 6, 2)).toMatchObject({
      code: "hotfix-chunk-misplaced",
      params: { position: 4 },
    });
    expect(await chunk(importId, 4, 7)).toMatchObject({ code: "hotfix-chunk-misplaced" });
    expect(await start()).toMatchObject({ value: { importId, position: 4 } });
    expect(await imports()).toMatchObject([{ bytesReceived: 4 }]);
    expect(await finishHotfixUpload(ctx(), { importId })).toMatchObject({ code: "hotfix-upload-incomplete" });
  });

  it("is one at a time for a user, until it is cancelled", async () => {
    const importId = await started();
    expect(await start({ bytes: 11 })).toMatchObject({ code: "hotfix-upload-open" });
    expect(await cancelHotfixUpload(ctx(), { importId })).toMatchObject({ ok: true });
    expect(await chunk(importId, 0, 1)).toMatchObject({ code: "hotfix-not-found" });
    expect(await start({ bytes: 11 })).toMatchObject({ ok: true });
  });

  it("is given up after a day", async () => {
    const importId = await started();
    await chunk(importId, 0, 4);
    const tomorrow = { now: () => new Date(Date.now() + Day.ms + 1000) };
    await importHotfixes({ ...lab.thread("SMS_DMP_DOWNLOADER"), clock: tomorrow });
    expect(await imports()).toMatchObject([{ state: "refused", reason: { code: "hotfix-upload-expired" } }]);
    expect(await db.select().from(outOfBandChunks)).toEqual([]);
  });

  it("is refused by name, size and permission", async () => {
    expect(await start({ fileName: "../evil.zip" })).toMatchObject({ code: "invalid-input" });
    expect(await start({ bytes: 3 * 1024 ** 3 })).toMatchObject({ code: "invalid-input" });
    const importId = await started();
    expect(await chunk(importId, 0, CHUNK_BYTES_MAX + 1)).toMatchObject({ code: "invalid-input" });
    const analyst = testCtx(db, { actor: userActor("SMS0002R") });
    expect(await startHotfixUpload(analyst, { fileName: NAME, bytes: 10 })).toMatchObject({
      code: "forbidden",
    });
    expect(await receiveHotfixChunk(analyst, { importId, position: 0, data: Buffer.alloc(1) })).toMatchObject(
      {
        code: "forbidden",
      },
    );
  });
});

it("an archive is the same bytes whenever it is written", async () => {
  const again = await publishHotfix("CM-1906-KB1111111-ConfigMgr.Update.zip");
  expect((await stat(again)).size).toBe((await stat(archive)).size);
  expect((await readFile(again)).equals(await readFile(archive))).toBe(true);
});
