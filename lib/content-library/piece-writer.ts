import { constants } from "node:fs";
import { copyFile, type FileHandle, lstat, open, readFile, rename, rm } from "node:fs/promises";
import { Hasher } from "@/lib/updates/download/hasher";
import { ContentError, isMissing, onDisk } from "./content-error";
import { pieceRange } from "./manifest";
import { type ContentFile, PIECE_BYTES } from "./model";
import { pieceBuffer, pieceHash, readPiece, writeAll } from "./pieces";
import { syncFolderOf } from "./sync-folder";

/**
 * Completes or repairs one content, pieces in any order. All is written beside the stored copy, which readers see
 * unchanged until the whole takes its place; what a kill leaves is looked at piece by piece the next time.
 */
export class PieceWriter {
  private constructor(
    private readonly file: ContentFile,
    private readonly target: string,
    private readonly handle: FileHandle,
  ) {}

  /** Takes up what an earlier attempt left, over a copy of the stored file when that only has damaged pieces. */
  static async open(target: string, file: ContentFile): Promise<PieceWriter> {
    const partial = `${target}.partial`;
    await onDisk(file.path, prepare(target, partial, file));
    const handle = await onDisk(file.path, open(partial, "r+"));
    return new PieceWriter(file, target, handle);
  }

  /**
   * Writes one piece after its hash was found to fit; may be called for several pieces at once.
   * @throws ContentError `content-damaged` when it is another content; nothing is written then
   */
  async write(index: number, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    const { file, handle } = this;
    if ((await pieceHash(piece)) !== file.pieces[index]) {
      throw new ContentError("content-damaged", { path: file.path, piece: index });
    }
    await onDisk(file.path, writeAll(handle, piece, index * PIECE_BYTES));
  }

  /**
   * Hashes the whole once more and puts it in its place for good.
   * @throws ContentError `content-damaged` when a piece is still missing; what is there is kept
   */
  async finish(): Promise<void> {
    const { file, target, handle } = this;
    const partial = `${target}.partial`;
    await onDisk(file.path, handle.sync());
    if ((await wholeHash(partial, file)) !== file.sha256) {
      throw new ContentError("content-damaged", { path: file.path });
    }
    await onDisk(file.path, rename(partial, target));
    await syncFolderOf(target);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function wholeHash(file: string, { bytes, pieces }: ContentFile): Promise<string> {
  // A content of one piece is its piece; only more of it is worth a thread of its own.
  if (bytes <= PIECE_BYTES) return pieceHash(await readFile(file));
  const hasher = new Hasher();
  try {
    if (pieces.length > 0) hasher.advance(0, file, bytes);
    return await hasher.finish(0);
  } finally {
    await hasher.close();
  }
}

async function prepare(target: string, partial: string, file: ContentFile): Promise<void> {
  if (!(await hasSize(target, file.bytes))) {
    const handle = await open(partial, constants.O_RDWR | constants.O_CREAT, 0o644);
    await handle.truncate(file.bytes).finally(() => handle.close());
    return;
  }
  const copy = `${target}.copy`;
  await copyFile(target, copy, constants.COPYFILE_FICLONE);
  if (await hasSize(partial, file.bytes)) await overlay(partial, copy, file);
  await rename(copy, partial);
}

/** Repaired pieces of an earlier attempt, where they fit. */
async function overlay(from: string, to: string, file: ContentFile): Promise<void> {
  const [source, target] = [await open(from, "r"), await open(to, "r+")];
  const buffer = pieceBuffer(file.bytes);
  try {
    for (const [index, sha256] of file.pieces.entries()) {
      const piece = await readPiece(source, file.bytes, index, buffer);
      if ((await pieceHash(piece)) === sha256) {
        await writeAll(target, piece, pieceRange(file.bytes, index).start);
      }
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

/** Whether a plain file of this size is there; a link is none. */
export async function hasSize(file: string, bytes: number): Promise<boolean> {
  try {
    const status = await lstat(file);
    if (status.isFile()) return status.size === bytes;
    // Nothing of ours: what stands in the way of the stored copy goes.
    await rm(file, { recursive: true, force: true });
    return false;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
