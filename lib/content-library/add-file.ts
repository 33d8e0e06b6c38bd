import { type FileHandle, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { Hasher } from "@/lib/updates/download/hasher";
import { ContentError, isMissing, onDisk } from "./content-error";
import { isSha256, pieceCount } from "./manifest";
import { type ContentFile, PIECE_BYTES } from "./model";
import { pieceBuffer, pieceHash, readPiece, writeAll } from "./pieces";
import { syncFolderOf } from "./sync-folder";

export interface FileToAdd {
  /** Below the package, `/` as separator. */
  path: string;
  bytes: number;
  /** Expected, hex. */
  sha256: string;
  /** The content from byte `start` on, to its end. */
  read(start: number): Promise<AsyncIterable<Uint8Array>>;
  signal: AbortSignal;
  /** Told how many more bytes are stored, those of an earlier attempt included. */
  onBytes?(bytes: number): void;
}

/**
 * Stores a content whose pieces are not known yet, front to back. Each piece on the disk has its hash in a journal
 * beside it; a later attempt hashes what is there again and goes on behind the last piece that fits.
 * @throws ContentError, what `read` throws, or the abort reason
 */
export async function addContent(target: string, file: FileToAdd): Promise<ContentFile> {
  const { path, bytes, sha256, signal } = file;
  const growing = `${target}.adding`;
  const journal = `${growing}.pieces`;
  // A content of one piece is its piece; only more of it is worth a thread of its own.
  const hasher = bytes > PIECE_BYTES ? new Hasher() : null;
  const handle = await onDisk(
    path,
    open(growing, "a+")
      .then((made) => made.close())
      .then(() => open(growing, "r+")),
  );
  try {
    const adding = new Adding(file, handle, { growing, journal, hasher });
    await adding.takeUp();
    await adding.receive();
    const whole = hasher ? await hasher.finish(0) : (adding.pieces[0] ?? (await pieceHash(Buffer.alloc(0))));
    if (whole !== sha256) {
      await Promise.all([rm(growing, { force: true }), rm(journal, { force: true })]);
      throw new ContentError("content-damaged", { path });
    }
    signal.throwIfAborted();
    await onDisk(path, handle.sync());
    await onDisk(path, rename(growing, target));
    await syncFolderOf(target);
    await rm(journal, { force: true });
    return { path, bytes, sha256, pieces: adding.pieces };
  } finally {
    await handle.close();
    await hasher?.close();
  }
}

class Adding {
  readonly pieces: string[] = [];
  private readonly buffer: Buffer<ArrayBuffer>;
  /** The last piece's way to the disk, while the next one arrives. */
  private confirmed: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: FileToAdd,
    private readonly handle: FileHandle,
    private readonly places: { growing: string; journal: string; hasher: Hasher | null },
  ) {
    this.buffer = pieceBuffer(file.bytes);
  }

  /** Accepts what an earlier attempt left, piece by piece, up to the first that its journal does not confirm. */
  async takeUp(): Promise<void> {
    const { file, handle, buffer, places, pieces } = this;
    const noted = await readJournal(places.journal);
    for (const sha256 of noted.slice(0, pieceCount(file.bytes))) {
      file.signal.throwIfAborted();
      const piece = await onDisk(file.path, readPiece(handle, file.bytes, pieces.length, buffer));
      if ((await pieceHash(piece)) !== sha256) break;
      this.accept(piece, sha256);
    }
    await onDisk(file.path, handle.truncate(this.end));
    await onDisk(file.path, writeFile(places.journal, pieces.map((sha256) => `${sha256}\n`).join("")));
  }

  async receive(): Promise<void> {
    const { file, buffer } = this;
    if (this.end === file.bytes) return;
    let filled = 0;
    let received = this.end;
    try {
      for await (const part of await file.read(this.end)) {
        file.signal.throwIfAborted();
        received += part.byteLength;
        if (received > file.bytes) throw new ContentError("content-damaged", { path: file.path });
        for (let taken = 0; taken < part.byteLength; ) {
          const room = Math.min(PIECE_BYTES - filled, part.byteLength - taken);
          buffer.set(part.subarray(taken, taken + room), filled);
          taken += room;
          filled += room;
          if (filled < PIECE_BYTES) continue;
          await this.store(buffer);
          filled = 0;
        }
      }
      if (filled > 0) await this.store(buffer.subarray(0, filled));
    } finally {
      await this.confirmed;
    }
    if (this.end !== file.bytes) throw new ContentError("content-damaged", { path: file.path });
  }

  private async store(piece: Buffer<ArrayBuffer>): Promise<void> {
    const { file, handle, places } = this;
    // A piece that ends early is the file's last, or no piece.
    if (piece.length < PIECE_BYTES && this.end + piece.length !== file.bytes) {
      throw new ContentError("content-damaged", { path: file.path });
    }
    const [sha256] = await Promise.all([
      pieceHash(piece),
      onDisk(file.path, writeAll(handle, piece, this.end)),
    ]);
    await this.confirmed;
    this.accept(piece, sha256);
    this.confirmed = confirm(handle, places.journal, sha256, file.path);
    this.confirmed.catch(() => {});
  }

  private accept(piece: Uint8Array, sha256: string): void {
    this.pieces.push(sha256);
    this.end += piece.byteLength;
    this.places.hasher?.advance(0, this.places.growing, this.end);
    this.file.onBytes?.(piece.byteLength);
  }

  private end = 0;
}

/** Data first, then the word about it: the journal never promises what the disk does not hold. */
async function confirm(handle: FileHandle, journal: string, sha256: string, path: string): Promise<void> {
  await onDisk(path, handle.datasync());
  await onDisk(path, writeFile(journal, `${sha256}\n`, { flag: "a", flush: true }));
}

async function readJournal(journal: string): Promise<string[]> {
  const text = await readFile(journal, "utf8").catch((error) => {
    if (isMissing(error)) return "";
    throw error;
  });
  const lines = text.split("\n");
  const torn = lines.findIndex((line) => !isSha256(line));
  return lines.slice(0, torn === -1 ? lines.length : torn);
}
