import { type Entry, fromRandomAccessReaderPromise, type LocalFileHeader, type ZipFile } from "yauzl";
import { type ByteSource, openByteSource } from "./byte-source";
import { readEndRecord } from "./end-record";
import { readEntryContent } from "./entry-content";
import { readEntryName, refuseCollisions } from "./entry-name";
import { ENCRYPTED, refuseSpecialEntry } from "./entry-type";
import { ArchiveError } from "./failure";
import { type ArchiveEntry, type ArchiveQuota, RATIO_COUNTS_FROM } from "./model";
import { readRange, SourceReader } from "./zip-reader";

/** An archive whose directory was judged as a whole: names, kinds, declared sizes, and where its files lie. */
export interface OpenArchive {
  entries: ArchiveEntry[];
  /** @throws ArchiveError while it is read: content that is not what the directory says */
  read(entry: ArchiveEntry, signal: AbortSignal): AsyncIterable<Buffer>;
  /**
   * A part of a file that is stored as it is, unchecked: whoever reads it knows a hash of the whole.
   * @returns null when the file is packed
   */
  readPart(entry: ArchiveEntry, start: number, end: number): AsyncIterable<Buffer> | null;
  close(): void;
}

interface NamedEntry extends ArchiveEntry {
  isFolder: boolean;
  raw: Entry;
}

/** Where the packed bytes of an entry lie in the archive. */
interface Place {
  from: number;
  contentFrom: number;
  to: number;
  path: string;
}

/**
 * Opens an archive and refuses it as a whole before anything is unpacked.
 * @param files the archive, or its parts in order
 * @throws ArchiveError, or what the file system says
 */
export async function openArchive(
  files: string | readonly string[],
  quota: ArchiveQuota,
): Promise<OpenArchive> {
  const source = await openByteSource(typeof files === "string" ? [files] : files);
  let zip: ZipFile | undefined;
  try {
    const end = await inspectEnd(source, quota);
    zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.bytes, {
      autoClose: false,
      // Names, sizes and checksums are judged here: the reader's own checks rewrite names and speak in sentences.
      decodeStrings: false,
      validateEntrySizes: false,
    });
    const entries = await readDirectory(zip, quota);
    // More entries than the end record counted would lie between here and there.
    if (Number(zip.readEntryCursor) !== end.directoryOffset + end.directoryBytes)
      throw new ArchiveError("archive-directory-lies", {});
    refuseCollisions(entries);
    const places = await placesOf(zip, entries);
    refuseOverlaps(places, end.directoryOffset);
    return archiveOf(zip, source, entries, places, quota);
  } catch (error) {
    if (zip) zip.close();
    else await source.close();
    throw toArchiveError(error);
  }
}

async function inspectEnd(source: ByteSource, quota: ArchiveQuota) {
  const end = await readEndRecord(source);
  if (end.entries > quota.entries)
    throw new ArchiveError("archive-entries-too-many", { entries: end.entries, maxEntries: quota.entries });
  if (end.directoryBytes > end.entries * DIRECTORY_ENTRY_BYTES_MAX)
    throw new ArchiveError("archive-directory-too-large", {});
  return end;
}

/** On average: comments and extra fields of 64 KiB each are kept in memory as long as the archive is open. */
const DIRECTORY_ENTRY_BYTES_MAX = 4096;

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

async function placesOf(zip: ZipFile, entries: readonly NamedEntry[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const { raw, path } of entries) {
    const local = await zip.readLocalFileHeaderPromise(raw);
    if (!agrees(local, raw)) throw new ArchiveError("archive-header-mismatch", { path });
    places.push({
      from: raw.relativeOffsetOfLocalHeader,
      contentFrom: local.fileDataStart,
      to: local.fileDataStart + raw.compressedSize,
      path,
    });
  }
  return places;
}

/** What the directory does not know of is meant for another reader. */
function agrees(local: LocalFileHeader, raw: Entry): boolean {
  const isTold = (said: number, known: number) =>
    said === known ||
    said === ELSEWHERE ||
    (said === 0 && (local.generalPurposeBitFlag & TOLD_BEHIND_THE_CONTENT) !== 0);
  return (
    local.fileName.equals(nameOf(raw)) &&
    local.compressionMethod === raw.compressionMethod &&
    (local.generalPurposeBitFlag & ENCRYPTED) === 0 &&
    isTold(local.uncompressedSize, raw.uncompressedSize) &&
    isTold(local.compressedSize, raw.compressedSize) &&
    isTold(local.crc32, raw.crc32)
  );
}

/** In a zip64 field (APPNOTE 4.5.3). */
const ELSEWHERE = 0xffffffff;
const TOLD_BEHIND_THE_CONTENT = 0x8;

/** Two entries that share bytes are how a small file becomes a large one many times over. */
function refuseOverlaps(places: readonly Place[], end: number): void {
  const inOrder = places.toSorted((a, b) => a.from - b.from);
  for (const [index, { to, path }] of inOrder.entries()) {
    if (to > (inOrder[index + 1]?.from ?? end)) throw new ArchiveError("archive-overlapping", { path });
  }
}

function archiveOf(
  zip: ZipFile,
  source: ByteSource,
  entries: readonly NamedEntry[],
  places: readonly Place[],
  quota: ArchiveQuota,
): OpenArchive {
  const files = entries.filter(({ isFolder }) => !isFolder);
  const rawOf = new Map(files.map(({ path, raw }) => [path, raw]));
  const contentFrom = new Map(places.map(({ path, contentFrom: from }) => [path, from]));
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
    readPart({ path }, start, end) {
      const from = contentFrom.get(path);
      if (from === undefined || rawOf.get(path)?.compressionMethod !== 0) return null;
      return readRange(source, from + start, from + end);
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
