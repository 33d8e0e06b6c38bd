import { open } from "node:fs/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { readEndRecord } from "./end-record";
import { readEntryContent } from "./entry-content";
import { readEntryName, refuseCollisions } from "./entry-name";
import { refuseSpecialEntry } from "./entry-type";
import { ArchiveError } from "./failure";
import { type ArchiveEntry, type ArchiveQuota, RATIO_COUNTS_FROM } from "./model";

/** An archive whose directory was judged as a whole: names, kinds, declared sizes, and where its files lie. */
export interface OpenArchive {
  entries: ArchiveEntry[];
  /** @throws ArchiveError while it is read: content that is not what the directory says */
  read(entry: ArchiveEntry, signal: AbortSignal): AsyncIterable<Buffer>;
  close(): void;
}

interface NamedEntry extends ArchiveEntry {
  isFolder: boolean;
  raw: Entry;
}

/**
 * Opens an archive and refuses it as a whole before anything is unpacked.
 * @throws ArchiveError, or what the file system says
 */
export async function openArchive(file: string, quota: ArchiveQuota): Promise<OpenArchive> {
  const end = await inspectEnd(file, quota);
  let zip: ZipFile | undefined;
  try {
    // Names, sizes and checksums are judged here: the reader's own checks rewrite names and speak in sentences.
    zip = await openPromise(file, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
    const entries = await readDirectory(zip, quota);
    // More entries than the end record counted would lie between here and there.
    if (Number(zip.readEntryCursor) !== end.directoryOffset + end.directoryBytes)
      throw new ArchiveError("archive-directory-lies", {});
    refuseCollisions(entries);
    await refuseOverlaps(zip, entries, end.directoryOffset);
    return archiveOf(zip, entries, quota);
  } catch (error) {
    zip?.close();
    throw toArchiveError(error);
  }
}

async function inspectEnd(file: string, quota: ArchiveQuota) {
  const handle = await open(file, "r");
  try {
    const end = await readEndRecord(handle);
    if (end.entries > quota.entries)
      throw new ArchiveError("archive-entries-too-many", { entries: end.entries, maxEntries: quota.entries });
    return end;
  } finally {
    await handle.close();
  }
}

async function readDirectory(zip: ZipFile, quota: ArchiveQuota): Promise<NamedEntry[]> {
  const entries: NamedEntry[] = [];
  let totalBytes = 0;
  for await (const raw of zip.eachEntry()) {
    const named = readEntryName(nameOf(raw));
    refuseSpecialEntry(raw, named);
    const entry = { ...named, bytes: raw.uncompressedSize, packedBytes: raw.compressedSize, raw };
    refuseBeyondQuota(entry, quota);
    totalBytes += entry.bytes;
    if (totalBytes > quota.totalBytes)
      throw new ArchiveError("archive-too-large", { maxBytes: quota.totalBytes });
    entries.push(entry);
  }
  return entries;
}

/** Without decoding the reader hands out the bytes; its types do not say so. */
const nameOf = (entry: Entry): Buffer => entry.fileName as unknown as Buffer;

function refuseBeyondQuota({ path, bytes, packedBytes, raw }: NamedEntry, quota: ArchiveQuota): void {
  if (bytes > quota.entryBytes)
    throw new ArchiveError("archive-entry-too-large", { path, maxBytes: quota.entryBytes });
  if (raw.compressionMethod === 0 && bytes !== packedBytes)
    throw new ArchiveError("archive-size-lies", { path });
  if (bytes >= RATIO_COUNTS_FROM && bytes > packedBytes * quota.ratio)
    throw new ArchiveError("archive-ratio-too-high", { path, maxRatio: quota.ratio });
}

/** Two entries that share bytes are how a small file becomes a large one many times over. */
async function refuseOverlaps(zip: ZipFile, entries: readonly NamedEntry[], end: number): Promise<void> {
  const places: { from: number; to: number; path: string }[] = [];
  for (const { raw, path } of entries) {
    const local = await zip.readLocalFileHeaderPromise(raw);
    // A name or kind that the directory does not know is meant for another reader.
    if (
      !local.fileName.equals(nameOf(raw)) ||
      local.compressionMethod !== raw.compressionMethod ||
      (local.generalPurposeBitFlag & 0x2041) !== 0
    )
      throw new ArchiveError("archive-header-mismatch", { path });
    places.push({
      from: raw.relativeOffsetOfLocalHeader,
      to: local.fileDataStart + raw.compressedSize,
      path,
    });
  }
  places.sort((a, b) => a.from - b.from);
  for (const [index, { to, path }] of places.entries()) {
    if (to > (places[index + 1]?.from ?? end)) throw new ArchiveError("archive-overlapping", { path });
  }
}

function archiveOf(zip: ZipFile, entries: readonly NamedEntry[], quota: ArchiveQuota): OpenArchive {
  const files = entries.filter(({ isFolder }) => !isFolder);
  const rawOf = new Map(files.map(({ path, raw }) => [path, raw]));
  return {
    entries: files.map(({ path, bytes, packedBytes }) => ({ path, bytes, packedBytes })),
    async *read(entry, signal) {
      const raw = rawOf.get(entry.path);
      if (!raw) throw new Error(`no entry ${entry.path}`);
      try {
        yield* readEntryContent(zip, raw, entry, quota, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw toArchiveError(error, entry.path);
      }
    },
    close: () => zip.close(),
  };
}

/** The reader names its refusals in words only; those of the file system have a code. */
export function toArchiveError(error: unknown, path = ""): unknown {
  if (error instanceof ArchiveError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith("Z_"))
    return new ArchiveError(
      code === "Z_BUF_ERROR" ? "archive-truncated" : "archive-damaged",
      { path },
      { cause: error },
    );
  if (code !== undefined) return error;
  const refused = BY_WORDS.find(([words]) => words.test(error.message))?.[1] ?? "archive-damaged";
  return new ArchiveError(refused, { path }, { cause: error });
}

const BY_WORDS = [
  [/unexpected EOF|overflows file bounds/, "archive-truncated"],
  [/encrypt/, "archive-encrypted"],
  [/zip64|uint64/i, "archive-zip64-lies"],
] as const;
