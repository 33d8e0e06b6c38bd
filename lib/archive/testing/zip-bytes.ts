import { crc32, deflateRawSync } from "node:zlib";

/** One entry of an archive made byte by byte; every field can lie. */
export interface ZipEntry {
  name: string | Buffer;
  /** Unpacked content. */
  content?: Buffer;
  /** 8 deflated, 0 stored, others as they are. */
  method?: number;
  flags?: number;
  crc?: number;
  /** What the directory says; the truth unless told. */
  bytes?: number;
  packed?: Buffer;
  packedBytes?: number;
  externalAttributes?: number;
  extra?: Buffer;
  localName?: string;
  /** What the local header says in another way than the directory. */
  localFacts?: { bytes?: number; packedBytes?: number; crc?: number; flags?: number };
  comment?: Buffer;
  /** Where the directory says the local header is; where it is unless told. */
  offset?: number;
}

export interface ZipOptions {
  /** What the end record says; the truth unless told. */
  entries?: number;
  directoryBytes?: number;
  directoryOffset?: number;
  zip64?: { entries?: number; directoryBytes?: number; directoryOffset?: number };
  comment?: Buffer;
}

/** An archive after APPNOTE 6.3.10, honest where it is not told to lie. */
export function zipBytes(entries: readonly ZipEntry[], options: ZipOptions = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const made = entryBytes(entry, offset);
    local.push(made.local);
    directory.push(made.directory);
    offset += made.local.length;
  }
  const central = Buffer.concat(directory);
  const truth = { entries: entries.length, directoryBytes: central.length, directoryOffset: offset };
  const said = { ...truth, ...defined(options) };
  const zip64 = options.zip64 ? zip64Bytes({ ...truth, ...options.zip64 }, offset + central.length) : [];
  return Buffer.concat([...local, central, ...zip64, endBytes(said, options.comment ?? Buffer.alloc(0))]);
}

function entryBytes(entry: ZipEntry, at: number): { local: Buffer; directory: Buffer } {
  const name = Buffer.from(entry.name as string);
  const content = entry.content ?? Buffer.alloc(0);
  const method = entry.method ?? 0;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const said = {
    flags: entry.flags ?? 0x800,
    crc: entry.crc ?? crc32(content),
    packedBytes: entry.packedBytes ?? packed.length,
    bytes: entry.bytes ?? content.length,
  };
  const localName = Buffer.from(entry.localName ?? name);
  const extra = entry.extra ?? Buffer.alloc(0);
  const comment = entry.comment ?? Buffer.alloc(0);
  const tail = Buffer.alloc(46);
  tail.writeUInt32LE(0x02014b50, 0);
  tail.writeUInt16LE(0x0314, 4);
  factBytes(said, method, name.length, extra.length).copy(tail, 6);
  tail.writeUInt16LE(comment.length, 32);
  tail.writeUInt32LE((entry.externalAttributes ?? 0) >>> 0, 38);
  tail.writeUInt32LE(entry.offset ?? at, 42);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  factBytes({ ...said, ...entry.localFacts }, method, localName.length, 0).copy(head, 4);
  return {
    local: Buffer.concat([head, localName, packed]),
    directory: Buffer.concat([tail, name, extra, comment]),
  };
}

interface Facts {
  flags: number;
  crc: number;
  packedBytes: number;
  bytes: number;
}

/** The fields that both headers of an entry have in the same order. */
function factBytes(facts: Facts, method: number, nameBytes: number, extraBytes: number): Buffer {
  const buffer = Buffer.alloc(26);
  buffer.writeUInt16LE(20, 0);
  buffer.writeUInt16LE(facts.flags, 2);
  buffer.writeUInt16LE(method, 4);
  buffer.writeUInt16LE(0x21, 8);
  buffer.writeUInt32LE(facts.crc, 10);
  buffer.writeUInt32LE(facts.packedBytes, 14);
  buffer.writeUInt32LE(facts.bytes, 18);
  buffer.writeUInt16LE(nameBytes, 22);
  buffer.writeUInt16LE(extraBytes, 24);
  return buffer;
}

interface Directory {
  entries: number;
  directoryBytes: number;
  directoryOffset: number;
}

function zip64Bytes(said: Directory, at: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(said.entries), 24);
  record.writeBigUInt64LE(BigInt(said.entries), 32);
  record.writeBigUInt64LE(BigInt(said.directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(said.directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}

function endBytes(said: Directory, comment: Buffer): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(said.entries, 8);
  end.writeUInt16LE(said.entries, 10);
  end.writeUInt32LE(said.directoryBytes, 12);
  end.writeUInt32LE(said.directoryOffset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}

const defined = ({ entries, directoryBytes, directoryOffset }: ZipOptions): Partial<Directory> =>
  Object.fromEntries(
    Object.entries({ entries, directoryBytes, directoryOffset }).filter(([, value]) => value !== undefined),
  );
