import type { ByteSource } from "./byte-source";
import { ArchiveError } from "./failure";

/** What the end of an archive says about its directory (APPNOTE 6.3.10, 4.3.14 to 4.3.16). */
export interface EndRecord {
  entries: number;
  directoryOffset: number;
  directoryBytes: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const COMMENT_BYTES_MAX = 0xffff;

/**
 * Reads the end record, and the zip64 one where there is one. Nothing but that is read, so that an archive of a
 * million entries costs no more than one of ten.
 * @throws ArchiveError when the two disagree with each other or with the file
 */
export async function readEndRecord(source: ByteSource): Promise<EndRecord> {
  const size = source.bytes;
  if (size < END_BYTES) throw new ArchiveError("archive-not-a-zip", {});
  const tail = await readAt(source, Math.max(0, size - END_BYTES - COMMENT_BYTES_MAX - LOCATOR_BYTES), size);
  const at = findEnd(tail);
  if (at === -1) throw await notFound(source);
  const end = tail.subarray(at);
  const endOffset = size - end.length;
  const plain = {
    entries: end.readUInt16LE(10),
    directoryBytes: end.readUInt32LE(12),
    directoryOffset: end.readUInt32LE(16),
  };
  const locator = at >= LOCATOR_BYTES ? tail.subarray(at - LOCATOR_BYTES, at) : null;
  if (locator?.readUInt32LE(0) === 0x07064b50) return readZip64(source, plain, locator, endOffset);
  if (plain.entries === 0xffff || plain.directoryBytes === 0xffffffff || plain.directoryOffset === 0xffffffff)
    throw new ArchiveError("archive-zip64-lies", {});
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== plain.entries)
    throw new ArchiveError("archive-directory-lies", {});
  return checked(plain, endOffset, "archive-directory-lies");
}

/** The comment must reach to the end of the file; of two possible records the reader must not choose. */
function findEnd(tail: Buffer): number {
  const found: number[] = [];
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)
      found.push(at);
  }
  if (found.length > 1) throw new ArchiveError("archive-directory-lies", {});
  return found[0] ?? -1;
}

async function notFound(source: ByteSource): Promise<ArchiveError> {
  const start = await readAt(source, 0, 4);
  return new ArchiveError(
    start.readUInt32LE(0) === 0x04034b50 ? "archive-truncated" : "archive-not-a-zip",
    {},
  );
}

async function readZip64(
  source: ByteSource,
  plain: EndRecord,
  locator: Buffer,
  endOffset: number,
): Promise<EndRecord> {
  const lies = () => new ArchiveError("archive-zip64-lies", {});
  const offset = toNumber(locator.readBigUInt64LE(8));
  const locatorOffset = endOffset - LOCATOR_BYTES;
  if (offset === null || offset + ZIP64_END_BYTES > locatorOffset) throw lies();
  const record = await readAt(source, offset, offset + ZIP64_END_BYTES);
  const recordBytes = toNumber(record.readBigUInt64LE(4));
  const entries = toNumber(record.readBigUInt64LE(32));
  const directoryBytes = toNumber(record.readBigUInt64LE(40));
  const directoryOffset = toNumber(record.readBigUInt64LE(48));
  if (record.readUInt32LE(0) !== 0x06064b50 || recordBytes === null) throw lies();
  if (offset + 12 + recordBytes !== locatorOffset) throw lies();
  if (entries === null || directoryBytes === null || directoryOffset === null) throw lies();
  if (record.readUInt32LE(16) !== 0 || record.readBigUInt64LE(24) !== BigInt(entries)) throw lies();
  // What the old record still says itself must be the same.
  const agrees = (old: number, none: number, value: number) => old === none || old === value;
  if (
    !agrees(plain.entries, 0xffff, entries) ||
    !agrees(plain.directoryBytes, 0xffffffff, directoryBytes) ||
    !agrees(plain.directoryOffset, 0xffffffff, directoryOffset)
  )
    throw lies();
  return checked({ entries, directoryBytes, directoryOffset }, offset, "archive-zip64-lies");
}

const DIRECTORY_ENTRY_BYTES_MIN = 46;

/** The directory must lie right before its end record and have room for what it is said to hold. */
function checked(
  record: EndRecord,
  end: number,
  code: "archive-directory-lies" | "archive-zip64-lies",
): EndRecord {
  const { entries, directoryBytes, directoryOffset } = record;
  if (directoryOffset + directoryBytes !== end || entries * DIRECTORY_ENTRY_BYTES_MIN > directoryBytes)
    throw new ArchiveError(code, {});
  return record;
}

/** Sums of a few such numbers are still exact. */
const OFFSET_MAX = 2n ** 50n;

const toNumber = (value: bigint): number | null => (value <= OFFSET_MAX ? Number(value) : null);

async function readAt(source: ByteSource, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from);
  if ((await source.read(buffer, from)) < buffer.length) throw new ArchiveError("archive-truncated", {});
  return buffer;
}
