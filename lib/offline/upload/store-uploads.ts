import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { and, asc, eq, inArray, lt, max } from "drizzle-orm";
import { Day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { fileUploadChunks, fileUploads, offlineImports } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { announceImport, type OfflineImportRow } from "../import-rows";
import { OPEN_STATES } from "../import-states";
import { uploadFolder, uploadsFolder } from "./upload-folder";
import { type FileUploadRow, uploadsOf } from "./upload-rows";

/** An upload to which nothing was added for this long is given up. */
const UPLOAD_PATIENCE = Day.ms;

/** Chunks that go into the file between two flushes. */
const CHUNKS_AT_ONCE = 4;

/**
 * Takes what the portal received into files of this server, and hands a package over to be examined once it is whole.
 * A chunk leaves the database only after its bytes are on the disk: killed in between, it is written again at the
 * same place.
 */
export async function storeUploads(thread: ThreadContext): Promise<void> {
  await giveUpAbandoned(thread);
  const imports = await thread.db
    .select()
    .from(offlineImports)
    .where(eq(offlineImports.state, "uploading"))
    .orderBy(asc(offlineImports.createdAt));
  for (const row of imports) {
    thread.signal.throwIfAborted();
    await storeOne(thread, row);
  }
  await removeLeftUploads(thread);
}

async function storeOne(thread: ThreadContext, row: OfflineImportRow): Promise<void> {
  const folder = uploadFolder(thread.installDir, row.importId);
  const uploads = await uploadsOf(thread.db, row.importId);
  await mkdir(folder, { recursive: true });
  for (const upload of uploads) await storeFile(thread, row, { upload, folder });
  const stored = await uploadsOf(thread.db, row.importId);
  const [first] = stored;
  if (!first || stored.some(({ storedBytes, bytes }) => storedBytes < bytes)) return;
  await asOwner(thread, async (tx) => {
    const [handedOver] = await tx
      .update(offlineImports)
      .set({ state: "received", path: path.join(folder, first.fileName), bytesDone: 0, bytesPerSecond: null })
      .where(and(eq(offlineImports.importId, row.importId), eq(offlineImports.state, "uploading")))
      .returning({ importId: offlineImports.importId });
    await tx.delete(fileUploads).where(eq(fileUploads.ownerId, row.importId));
    if (handedOver) await announceImport(tx, row.importId);
  });
  thread.log.info(`${row.fileName}: received, ${row.bytes} bytes`);
}

async function storeFile(
  thread: ThreadContext,
  row: OfflineImportRow,
  { upload, folder }: { upload: FileUploadRow; folder: string },
): Promise<void> {
  let { storedBytes } = upload;
  let file: FileHandle | undefined;
  try {
    while (storedBytes < upload.bytes) {
      thread.signal.throwIfAborted();
      const chunks = await thread.db
        .select()
        .from(fileUploadChunks)
        .where(eq(fileUploadChunks.uploadId, upload.uploadId))
        .orderBy(asc(fileUploadChunks.position))
        .limit(CHUNKS_AT_ONCE);
      if (chunks.length === 0) return;
      file ??= await open(path.join(folder, upload.fileName), constants.O_RDWR | constants.O_CREAT, 0o600);
      for (const { position, data } of chunks) {
        await file.write(data, 0, data.byteLength, position);
        storedBytes = position + data.byteLength;
      }
      await file.datasync();
      await asOwner(thread, (tx) =>
        takeOff(tx, row, { upload, storedBytes, ids: chunks.map(({ id }) => id), at: thread.clock.now() }),
      );
    }
  } finally {
    await file?.close();
  }
}

async function takeOff(
  tx: Database,
  row: OfflineImportRow,
  { upload, storedBytes, ids, at }: { upload: FileUploadRow; storedBytes: number; ids: number[]; at: Date },
): Promise<void> {
  await tx.delete(fileUploadChunks).where(inArray(fileUploadChunks.id, ids));
  await tx
    .update(fileUploads)
    .set({ storedBytes, updatedAt: at })
    .where(eq(fileUploads.uploadId, upload.uploadId));
  const all = await uploadsOf(tx, row.importId);
  const bytesDone = all.reduce((sum, { storedBytes: stored }) => sum + stored, 0);
  await tx.update(offlineImports).set({ bytesDone }).where(eq(offlineImports.importId, row.importId));
  await announceImport(tx, row.importId);
}

async function giveUpAbandoned(thread: ThreadContext): Promise<void> {
  const { db, clock } = thread;
  const abandoned = await db
    .select({ importId: offlineImports.importId })
    .from(offlineImports)
    .innerJoin(fileUploads, eq(fileUploads.ownerId, offlineImports.importId))
    .where(eq(offlineImports.state, "uploading"))
    .groupBy(offlineImports.importId)
    // A volume may rest while another one of its package arrives.
    .having(lt(max(fileUploads.updatedAt), new Date(clock.now().getTime() - UPLOAD_PATIENCE)));
  if (abandoned.length > 0)
    await refuseUploads(
      thread,
      "offline-upload-abandoned",
      abandoned.map(({ importId }) => importId),
    );
}

/** What is still on its way when the role goes online is not waited for. */
export async function giveUpUploads(thread: ThreadContext): Promise<void> {
  const open = await thread.db
    .select({ importId: offlineImports.importId })
    .from(offlineImports)
    .where(eq(offlineImports.state, "uploading"));
  if (open.length > 0)
    await refuseUploads(
      thread,
      "offline-mode-left",
      open.map(({ importId }) => importId),
    );
  await removeLeftUploads(thread);
}

async function refuseUploads(thread: ThreadContext, errorCode: string, importIds: string[]): Promise<void> {
  await asOwner(thread, async (tx) => {
    const refused = await tx
      .update(offlineImports)
      .set({ state: "refused", errorCode, finishedAt: thread.clock.now() })
      .where(and(inArray(offlineImports.importId, importIds), eq(offlineImports.state, "uploading")))
      .returning({ importId: offlineImports.importId, fileName: offlineImports.fileName });
    for (const { importId, fileName } of refused) {
      await announceImport(tx, importId);
      thread.log.warning(`WARNING: ${fileName}: the upload was given up: ${errorCode}`);
    }
  });
}

/** Files and chunks of uploads whose import has ended, whichever way. */
async function removeLeftUploads(thread: ThreadContext): Promise<void> {
  const open = await thread.db
    .select({ importId: offlineImports.importId })
    .from(offlineImports)
    .where(and(eq(offlineImports.source, "upload"), inArray(offlineImports.state, [...OPEN_STATES])));
  const wanted = new Set(open.map(({ importId }) => importId));
  const left = await thread.db.selectDistinct({ ownerId: fileUploads.ownerId }).from(fileUploads);
  const over = left.map(({ ownerId }) => ownerId).filter((ownerId) => !wanted.has(ownerId));
  if (over.length > 0)
    await asOwner(thread, (tx) => tx.delete(fileUploads).where(inArray(fileUploads.ownerId, over)));
  const folders = await readdir(uploadsFolder(thread.installDir)).catch(() => []);
  for (const folder of folders.filter((name) => !wanted.has(name))) {
    await rm(path.join(uploadsFolder(thread.installDir), folder), { recursive: true, force: true });
  }
}
