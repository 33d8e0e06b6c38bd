import { rm, stat } from "node:fs/promises";
import { and, eq, inArray, lt } from "drizzle-orm";
import { ArchiveError } from "@/lib/archive/failure";
import { Day } from "@/lib/clock";
import { outOfBandChunks, outOfBandImports } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { HotfixError } from "./failure";
import { importArchive } from "./import-archive";
import { archiveFile, putArchive, quietArchives } from "./offline-folder";
import { announceImport, type ImportRow, readChunks } from "./upload-rows";

/** An upload nobody finished in this time is given up. */
const UPLOAD_LIFETIME = Day.ms;

/**
 * Imports the hotfix archives that arrived: by the portal, by the command line, or put by hand into
 * `EasySetupPayload/offline` (reference/updates.md §19). Works in either mode and opens no connection.
 */
export async function importHotfixes(thread: ThreadContext): Promise<void> {
  await expireUploads(thread);
  await adoptArchives(thread);
  const waiting = await thread.db
    .select()
    .from(outOfBandImports)
    .where(inArray(outOfBandImports.state, ["received", "importing"]))
    .orderBy(outOfBandImports.createdAt);
  for (const row of waiting) {
    if (thread.signal.aborted) return;
    await importOne(thread, row);
  }
}

async function expireUploads(thread: ThreadContext): Promise<void> {
  const now = thread.clock.now();
  const isStale = and(
    eq(outOfBandImports.state, "uploading"),
    lt(outOfBandImports.createdAt, new Date(now.getTime() - UPLOAD_LIFETIME)),
  );
  const [stale] = await thread.db.select({ id: outOfBandImports.id }).from(outOfBandImports).where(isStale);
  if (!stale) return;
  await asOwner(thread, async (tx) => {
    const expired = await tx
      .update(outOfBandImports)
      .set({ state: "refused", errorCode: "hotfix-upload-expired", finishedAt: now })
      .where(isStale)
      .returning({ id: outOfBandImports.id });
    for (const { id } of expired) {
      await tx.delete(outOfBandChunks).where(eq(outOfBandChunks.importId, id));
      await announceImport(tx, id);
    }
  });
}

/** Gives a row to every archive that somebody put into the folder by hand. */
async function adoptArchives(thread: ThreadContext): Promise<void> {
  const { db, clock, installDir, component } = thread;
  for (const { fileName, bytes } of await quietArchives(installDir, clock.now())) {
    const isOpen = and(
      eq(outOfBandImports.fileName, fileName),
      inArray(outOfBandImports.state, ["received", "importing"]),
    );
    const [open] = await db.select({ id: outOfBandImports.id }).from(outOfBandImports).where(isOpen);
    if (open) continue;
    await asOwner(thread, (tx) =>
      tx
        .insert(outOfBandImports)
        .values({ fileName, bytes, state: "received", requestedBy: component, createdAt: clock.now() }),
    );
  }
}

async function importOne(thread: ThreadContext, row: ImportRow): Promise<void> {
  const log = bothLogs(thread, row.fileName);
  try {
    await asOwner(thread, async (tx) => {
      await tx.update(outOfBandImports).set({ state: "importing" }).where(eq(outOfBandImports.id, row.id));
      await announceImport(tx, row.id);
    });
    await assemble(thread, row);
    log.info(`${row.fileName}: verifying ${row.bytes} bytes`);
    await importArchive(thread, row, log);
  } catch (error) {
    if (error instanceof FencedError || thread.signal.aborted) throw error;
    if (error instanceof ArchiveError || error instanceof HotfixError) return refuse(thread, row, error, log);
    // A full disk or a lost database says nothing about the archive: the next look tries again.
    log.warning(`WARNING: ${row.fileName} could not be imported yet: ${errorText(error)}`);
  }
}

/** Brings the uploaded bytes into the folder; what is there as a whole already stays. */
async function assemble(thread: ThreadContext, row: ImportRow): Promise<void> {
  const [chunk] = await thread.db
    .select({ id: outOfBandChunks.id })
    .from(outOfBandChunks)
    .where(eq(outOfBandChunks.importId, row.id))
    .limit(1);
  if (chunk) return putArchive(thread.installDir, row.fileName, readChunks(thread.db, row.id));
  const bytes = await stat(archiveFile(thread.installDir, row.fileName)).then(
    ({ size }) => size,
    () => null,
  );
  if (bytes !== row.bytes) throw new HotfixError("hotfix-upload-damaged", {});
}

async function refuse(
  thread: ThreadContext,
  row: ImportRow,
  { code, params }: ArchiveError | HotfixError,
  log: ComponentLog,
): Promise<void> {
  const { clock, installDir } = thread;
  const why = `${code} ${JSON.stringify(params)}`;
  log.error(`ERROR: ${row.fileName} was refused: ${why}`);
  await rm(archiveFile(installDir, row.fileName), { force: true });
  await asOwner(thread, async (tx) => {
    await tx.delete(outOfBandChunks).where(eq(outOfBandChunks.importId, row.id));
    await tx
      .update(outOfBandImports)
      .set({ state: "refused", errorCode: code, errorParams: params, finishedAt: clock.now() })
      .where(eq(outOfBandImports.id, row.id));
    await raiseAlert(tx, clock, {
      code: "updates.hotfix-refused",
      objectId: row.fileName,
      severity: 2,
      params: { ...params, reason: code, fileName: row.fileName },
      link: "/updates",
    });
    const strings = [row.fileName, why];
    await reportStatus(thread, { messageId: STATUS_MESSAGE.hotfixRefused, severity: "error", strings }, tx);
    await announceImport(tx, row.id);
  });
}

/** The product's tool logs under the name of its file; here beside dmpdownloader.log. */
function bothLogs({ log, logTo }: ThreadContext, fileName: string): ComponentLog {
  const own = logTo(fileName.replace(/\.zip$/, ".log"));
  return {
    info: (message, about) => both((to) => to.info(message, about)),
    warning: (message, about) => both((to) => to.warning(message, about)),
    error: (message, about) => both((to) => to.error(message, about)),
    line: (severity, message, about) => both((to) => to.line(severity, message, about)),
  };
  function both(write: (to: ComponentLog) => void): void {
    write(log);
    write(own);
  }
}
