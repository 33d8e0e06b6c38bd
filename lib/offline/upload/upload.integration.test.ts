import { randomBytes } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Day, Hour, systemClock } from "@/lib/clock";
import { fileUploadChunks, fileUploads, offlineImports, serviceConnectionPoint } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "@/lib/updates/testing/updates-lab";
import { cancelOfflineImport } from "../cancel-offline-import";
import { leaveOfflineRound } from "../offline-round";
import { TRANSFER_CHUNK_BYTES, type UploadPlace } from "./model";
import { receiveOfflineChunk } from "./receive-offline-chunk";
import { startOfflineUpload } from "./start-offline-upload";
import { storeUploads } from "./store-uploads";
import { uploadsFolder } from "./upload-folder";

const { db, connectionString } = await testDatabase();
let lag = 0;
const clock = { now: () => new Date(systemClock.now().getTime() + lag) };
const ctx = () => testCtx(db, { clock });

let lab: UpdatesLab;
beforeAll(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await runIn("offline");
});
afterEach(async () => {
  lag = 0;
  await runIn("offline");
  await emptyTables(db, "offline_imports, file_uploads, file_upload_chunks");
  await rm(uploadsFolder(lab.installDir), { recursive: true, force: true });
});
afterAll(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

const runIn = (mode: "online" | "offline") =>
  db.update(serviceConnectionPoint).set({ configuredMode: mode, runningMode: mode });
const thread = (signal?: AbortSignal) => ({ ...lab.thread("SMS_DMP_DOWNLOADER", signal), clock });

type Content = Record<string, Buffer>;

async function start(content: Content) {
  const files = Object.entries(content).map(([fileName, { length: bytes }]) => ({ fileName, bytes }));
  const begun = await startOfflineUpload(ctx(), { files });
  if (!begun.ok) throw new Error(begun.code);
  return begun.value;
}

/** Sends one chunk, as the portal's page does. */
const put = (importId: string, { uploadId, position }: UploadPlace, data: Buffer) =>
  receiveOfflineChunk(ctx(), { importId, uploadId, position, data });

async function putAll(importId: string, place: UploadPlace, content: Buffer): Promise<void> {
  for (let { position } = place; position < content.length; position += TRANSFER_CHUNK_BYTES) {
    const data = content.subarray(position, position + TRANSFER_CHUNK_BYTES);
    for (;;) {
      const answer = await put(importId, { ...place, position }, data);
      if (answer.ok) break;
      if (answer.code !== "offline-upload-waits") throw new Error(answer.code);
      await storeUploads(thread());
    }
  }
}

const importOf = async (importId: string) =>
  (await db.select().from(offlineImports).where(eq(offlineImports.importId, importId)))[0];

describe("an upload", () => {
  it("brings all volumes to the server byte by byte and hands them over as one package", async () => {
    const content = {
      "UpdatePack.zip.001": randomBytes(TRANSFER_CHUNK_BYTES + 5),
      "UpdatePack.zip.002": randomBytes(1000),
    };
    const { importId, files } = await start(content);
    for (const place of files) await putAll(importId, place, content[place.fileName as keyof typeof content]);
    await storeUploads(thread());
    const row = await importOf(importId);
    expect(row).toMatchObject({ state: "received", fileName: "UpdatePack.zip.001", source: "upload" });
    const folder = path.dirname(row?.path ?? "");
    for (const [name, bytes] of Object.entries(content))
      expect((await readFile(path.join(folder, name))).equals(bytes), name).toBe(true);
    expect(await db.$count(fileUploadChunks)).toBe(0);
  });

  it("never has more than the pipe holds in the database, however large the package is", async () => {
    const content = randomBytes(40 * 1024 * 1024);
    const { importId, files } = await start({ "UpdatePack.zip": content });
    const [place] = files;
    if (!place) throw new Error("no file");
    for (let position = 0; position < 32 * 1024 * 1024; position += TRANSFER_CHUNK_BYTES)
      await put(
        importId,
        { ...place, position },
        content.subarray(position, position + TRANSFER_CHUNK_BYTES),
      );
    const next = 32 * 1024 * 1024;
    const chunk = content.subarray(next, next + TRANSFER_CHUNK_BYTES);
    expect(await put(importId, { ...place, position: next }, chunk)).toMatchObject({
      code: "offline-upload-waits",
    });
    await storeUploads(thread());
    expect(await put(importId, { ...place, position: next }, chunk)).toMatchObject({ ok: true });
    await putAll(importId, { ...place, position: next + TRANSFER_CHUNK_BYTES }, content);
    await storeUploads(thread());
    const stored = await readFile((await importOf(importId))?.path ?? "");
    expect(stored.equals(content)).toBe(true);
  });

  it("goes on where it was when the same files are chosen again, and takes a repeated chunk without harm", async () => {
    const content = { "UpdatePack.zip": randomBytes(2 * TRANSFER_CHUNK_BYTES) };
    const { importId, files } = await start(content);
    const [place] = files;
    if (!place) throw new Error("no file");
    const first = content["UpdatePack.zip"].subarray(0, TRANSFER_CHUNK_BYTES);
    await put(importId, place, first);
    expect(await put(importId, place, first)).toEqual({ ok: true, value: { position: first.length } });
    expect(await put(importId, { ...place, position: first.length + 1 }, Buffer.alloc(1))).toMatchObject({
      code: "offline-chunk-misplaced",
      params: { position: first.length },
    });
    await storeUploads(thread());
    expect(await start(content)).toMatchObject({ importId, files: [{ position: first.length }] });
    expect(await start({ "UpdatePack.zip": Buffer.alloc(5) })).not.toMatchObject({ importId });
  });

  it("is written again at the same place after a kill between the disk and the database", async () => {
    const content = { "UpdatePack.zip": randomBytes(TRANSFER_CHUNK_BYTES + 10) };
    const { importId, files } = await start(content);
    const [place] = files;
    if (!place) throw new Error("no file");
    await putAll(importId, place, content["UpdatePack.zip"]);
    const killed = { ...thread(), ownsServer: async () => false };
    await expect(storeUploads(killed)).rejects.toThrow();
    expect(await db.$count(fileUploadChunks)).toBe(2);
    await storeUploads(thread());
    const stored = await readFile((await importOf(importId))?.path ?? "");
    expect(stored.equals(content["UpdatePack.zip"])).toBe(true);
  });

  it("leaves neither chunk nor file when it is canceled, abandoned, or the role goes online", async () => {
    const content = { "UpdatePack.zip": randomBytes(TRANSFER_CHUNK_BYTES) };
    const half = content["UpdatePack.zip"].subarray(0, 100);
    const begin = async () => {
      const { importId, files } = await start(content);
      if (files[0]) await put(importId, files[0], half);
      await storeUploads(thread());
      return importId;
    };
    const nothingIsLeft = async () => {
      expect(await db.$count(fileUploads)).toBe(0);
      expect(await readdir(uploadsFolder(lab.installDir))).toEqual([]);
    };

    const canceled = await begin();
    await cancelOfflineImport(ctx(), { importId: canceled });
    await storeUploads(thread());
    await nothingIsLeft();

    const abandoned = await begin();
    lag = Day.ms - Hour.ms;
    await storeUploads(thread());
    expect(await importOf(abandoned)).toMatchObject({ state: "uploading" });
    lag = Day.ms + Hour.ms;
    await storeUploads(thread());
    expect(await importOf(abandoned)).toMatchObject({
      state: "refused",
      errorCode: "offline-upload-abandoned",
    });
    await nothingIsLeft();

    const left = await begin();
    await leaveOfflineRound(thread());
    expect(await importOf(left)).toMatchObject({ state: "refused", errorCode: "offline-mode-left" });
    await nothingIsLeft();
  });

  it.each([
    ["files of two packages", ["A.zip.001", "B.zip.002"], "offline-upload-mixed"],
    ["a package and a volume", ["A.zip", "A.zip.001"], "offline-upload-mixed"],
    ["a path", ["../A.zip"], "invalid-input"],
    ["anything but a package", ["UsageData.cab"], "invalid-input"],
  ])("is refused for %s", async (_what, names, code) => {
    const files = names.map((fileName) => ({ fileName, bytes: 1 }));
    expect(await startOfflineUpload(ctx(), { files })).toMatchObject({ code });
  });

  it("is refused while the role runs online", async () => {
    await runIn("online");
    const files = [{ fileName: "A.zip", bytes: 1 }];
    expect(await startOfflineUpload(ctx(), { files })).toMatchObject({ code: "offline-mode-required" });
  });
});
