import { createHash } from "node:crypto";
import { ArchiveError } from "@/lib/archive/failure";
import type { ArchiveEntry, ArchiveQuota } from "@/lib/archive/model";
import { type OpenArchive, openArchive } from "@/lib/archive/open-archive";
import { TransferError } from "./failure";
import {
  CONTENTS,
  type SignatureFile,
  signatureFile,
  signatureOf,
  type TableOfContents,
  TRANSFER_SCHEMA_VERSION,
  tableOfContents,
} from "./model";
import { isSignatureOf } from "./signing";
import { findVolumes } from "./volumes";

/** Above any stick, and below what would never end. */
export const TRANSFER_QUOTA: ArchiveQuota = {
  entries: 20_010,
  totalBytes: 1024 ** 4,
  entryBytes: 128 * 1024 ** 3,
  ratio: 200,
};

const CONTENTS_BYTES_MAX = 16 * 1024 * 1024;
const SIGNATURE_BYTES_MAX = 4096;

/** A package that holds exactly what its signed table of contents lists, by name and size. */
export interface TransferPackage {
  /** Empty when it is one file. */
  volumes: string[];
  contents: TableOfContents;
  /** SHA-256 of the table of contents. */
  contentsSha256: string;
  has(path: string): boolean;
  /** Size of an entry; null when there is none. */
  bytesOf(path: string): number | null;
  /**
   * An entry in memory, verified by its hash.
   * @throws TransferError `transfer-not-a-package` when there is none, `transfer-entry-damaged`; ArchiveError
   */
  read(path: string, maxBytes: number): Promise<Buffer>;
  /** Bytes of an entry as they lie there, for a reader who verifies the whole; null when only the whole can be read. */
  readPart(path: string, start: number, end: number): AsyncIterable<Buffer> | null;
  /** An entry from its first to its last byte, checked against its checksum only. */
  stream(path: string, signal: AbortSignal): AsyncIterable<Buffer>;
  close(): void;
}

/**
 * Opens a package that is not trusted. Its table of contents is believed only to say what was written, by whoever has
 * the key in it; the content of an entry is verified when it is read.
 * @param file the package, or its first volume
 * @throws TransferError, ArchiveError, or what the file system says
 */
export async function openTransferPackage(file: string): Promise<TransferPackage> {
  const files = await findVolumes(file);
  const archive = await openArchive(files, TRANSFER_QUOTA).catch((error: unknown) => {
    // What a file that ends early is to one file, a missing last volume is to several.
    const isShort = error instanceof ArchiveError && /^archive-(truncated|not-a-zip)$/.test(error.code);
    if (files.length > 1 && isShort)
      throw new TransferError("transfer-volumes-incomplete", { volume: files.length + 1 }, { cause: error });
    throw error;
  });
  try {
    const bytes = await readWhole(archive, CONTENTS, CONTENTS_BYTES_MAX);
    const contents = parseContents(bytes);
    await requireSignature(archive, CONTENTS, bytes);
    const listed = compareWithContents(archive, contents);
    return packageOf(archive, files, { contents, contentsSha256: sha256Of(bytes), listed });
  } catch (error) {
    archive.close();
    throw error;
  }
}

function packageOf(
  archive: OpenArchive,
  files: string[],
  known: Pick<TransferPackage, "contents" | "contentsSha256"> & { listed: Map<string, string> },
): TransferPackage {
  const entries = new Map(archive.entries.map((entry) => [entry.path, entry]));
  const entryOf = (path: string): ArchiveEntry => {
    const entry = entries.get(path);
    if (!entry) throw new TransferError("transfer-not-a-package", { path });
    return entry;
  };
  return {
    volumes: files.length > 1 ? files : [],
    contents: known.contents,
    contentsSha256: known.contentsSha256,
    has: (path) => entries.has(path),
    bytesOf: (path) => entries.get(path)?.bytes ?? null,
    async read(path, maxBytes) {
      const bytes = await readWhole(archive, path, maxBytes);
      if (sha256Of(bytes) !== known.listed.get(path))
        throw new TransferError("transfer-entry-damaged", { path });
      return bytes;
    },
    readPart: (path, start, end) => archive.readPart(entryOf(path), start, end),
    stream: (path, signal) => archive.read(entryOf(path), signal),
    close: () => archive.close(),
  };
}

function parseContents(bytes: Buffer): TableOfContents {
  const json = parseJson(bytes, CONTENTS);
  const { schemaVersion, writtenBy } = (json ?? {}) as { schemaVersion?: unknown; writtenBy?: unknown };
  if (typeof schemaVersion === "number" && schemaVersion !== TRANSFER_SCHEMA_VERSION)
    throw new TransferError("transfer-schema-unknown", { writtenBy: String(writtenBy).slice(0, 100) });
  const parsed = tableOfContents.safeParse(json);
  if (!parsed.success) throw new TransferError("transfer-not-a-package", { path: CONTENTS });
  return parsed.data;
}

async function requireSignature(archive: OpenArchive, path: string, bytes: Buffer): Promise<void> {
  const signature = await readWhole(archive, signatureOf(path), SIGNATURE_BYTES_MAX);
  if (!isSignatureOf(bytes, parseSignature(signature, signatureOf(path))))
    throw new TransferError("transfer-signature-invalid", { path });
}

/** @throws TransferError `transfer-not-a-package` */
export function parseSignature(bytes: Buffer, path: string): SignatureFile {
  const parsed = signatureFile.safeParse(parseJson(bytes, path));
  if (!parsed.success) throw new TransferError("transfer-not-a-package", { path });
  return parsed.data;
}

/** @throws TransferError `transfer-not-a-package` */
export function parseJson(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new TransferError("transfer-not-a-package", { path }, { cause });
  }
}

/** @returns the hash of each entry */
function compareWithContents(archive: OpenArchive, { entries }: TableOfContents): Map<string, string> {
  const held = new Map(archive.entries.map(({ path, bytes }) => [path, bytes]));
  held.delete(CONTENTS);
  held.delete(signatureOf(CONTENTS));
  for (const { path, bytes } of entries) {
    if (held.get(path) !== bytes) throw new TransferError("transfer-contents-differ", { path });
    held.delete(path);
  }
  for (const path of held.keys()) throw new TransferError("transfer-contents-differ", { path });
  return new Map(entries.map(({ path, sha256 }) => [path, sha256]));
}

async function readWhole(archive: OpenArchive, path: string, maxBytes: number): Promise<Buffer> {
  const entry = archive.entries.find((one) => one.path === path);
  if (!entry || entry.bytes > maxBytes) throw new TransferError("transfer-not-a-package", { path });
  const chunks: Buffer[] = [];
  for await (const chunk of archive.read(entry, new AbortController().signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sha256Of = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
