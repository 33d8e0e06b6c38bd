import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { eq, inArray } from "drizzle-orm";
import { ArchiveError } from "@/lib/archive/failure";
import { publish } from "@/lib/db/events";
import { offlineTransferPackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { HOTFIX_FILE_NAME } from "@/lib/updates/out-of-band/model";
import { offlineFolder } from "@/lib/updates/out-of-band/offline-folder";
import { TransferError } from "./failure";
import { openTransferPackage } from "./open-package";
import { parseVolumeName } from "./volumes";

type ListedRow = typeof offlineTransferPackages.$inferInsert;

/** A package by its names alone. */
interface Candidate {
  /** Of the package, or of its lowest volume. */
  path: string;
  folder: string;
  fileName: string;
  volumes: number;
  bytes: number;
  modifiedAt: Date;
}

/** Where transfer packages arrive on the thread's server. */
const transferFolders = ({ transferFolders: configured, installDir }: ThreadContext): readonly string[] =>
  configured && configured.length > 0 ? configured : [offlineFolder(installDir)];

/**
 * Writes down which packages lie in the transfer folders, for readers that may be on another machine. One that did
 * not change since the last look is not opened again.
 */
export async function lookIntoTransferFolders(thread: ThreadContext): Promise<void> {
  const { db, clock } = thread;
  const known = new Map((await db.select().from(offlineTransferPackages)).map((row) => [row.path, row]));
  const changed: ListedRow[] = [];
  const found = (await Promise.all(transferFolders(thread).map(candidatesIn))).flat();
  for (const candidate of found) {
    thread.signal.throwIfAborted();
    const before = known.get(candidate.path);
    known.delete(candidate.path);
    if (before && isSame(before, candidate)) continue;
    changed.push({ ...candidate, ...(await lookInto(candidate.path)), seenAt: clock.now() });
  }
  const gone = [...known.keys()];
  if (changed.length === 0 && gone.length === 0) return;
  await asOwner(thread, async (tx) => {
    if (gone.length > 0)
      await tx.delete(offlineTransferPackages).where(inArray(offlineTransferPackages.path, gone));
    for (const row of changed) {
      await tx.delete(offlineTransferPackages).where(eq(offlineTransferPackages.path, row.path));
      await tx.insert(offlineTransferPackages).values(row);
    }
    await publish(tx, { topic: "offline", key: "transfer-folders" });
  });
}

const isSame = (a: Candidate, b: Candidate): boolean =>
  a.bytes === b.bytes && a.volumes === b.volumes && a.modifiedAt.getTime() === b.modifiedAt.getTime();

/** A folder that is not there, e.g. because the stick was pulled, holds nothing. */
async function candidatesIn(folder: string): Promise<Candidate[]> {
  const names = await readdir(folder).catch(() => []);
  const groups = Map.groupBy(
    names.filter((name) => /\.zip(\.\d{3,6})?$/i.test(name) && !HOTFIX_FILE_NAME.test(name)),
    (name) => parseVolumeName(name)?.packageName ?? name,
  );
  const candidates = await Promise.all(
    [...groups.values()].map((group) => candidateOf(folder, group.toSorted())),
  );
  return candidates.filter((candidate) => candidate !== null);
}

async function candidateOf(folder: string, names: readonly string[]): Promise<Candidate | null> {
  try {
    const stats = await Promise.all(names.map((name) => stat(path.join(folder, name))));
    const [fileName = ""] = names;
    return {
      path: path.join(folder, fileName),
      folder,
      fileName,
      volumes: parseVolumeName(fileName) ? names.length : 0,
      bytes: stats.reduce((sum, { size }) => sum + size, 0),
      modifiedAt: new Date(Math.floor(Math.max(...stats.map(({ mtimeMs }) => mtimeMs)))),
    };
  } catch {
    // Pulled between the two looks: it is not there.
    return null;
  }
}

async function lookInto(
  file: string,
): Promise<Pick<ListedRow, "kind" | "requestId" | "hierarchy" | "packedAt" | "errorCode" | "errorParams">> {
  try {
    const pack = await openTransferPackage(file);
    pack.close();
    const { kind, requestId, hierarchy, createdAt } = pack.contents;
    return { kind, requestId, hierarchy, packedAt: new Date(createdAt) };
  } catch (error) {
    const { code, params } = toTransferFailure(error, file);
    return { kind: "unreadable", errorCode: code, errorParams: params };
  }
}

/** Why a package cannot be read: it says no itself, or the system does. */
export function toTransferFailure(error: unknown, file: string): TransferError | ArchiveError {
  if (error instanceof TransferError || error instanceof ArchiveError) return error;
  const detail = (error as NodeJS.ErrnoException).code ?? String(error).slice(0, 200);
  return new TransferError("transfer-unreadable", { path: path.basename(file), detail }, { cause: error });
}
