import { open } from "node:fs/promises";
import { isMissing, onDisk } from "./content-error";
import { pieceRange } from "./manifest";
import type { ContentFile, MissingPieces } from "./model";
import { hasSize } from "./piece-writer";
import { pieceBuffer, pieceHash, readPiece } from "./pieces";

export interface LookOptions {
  /** Hash every piece of what is stored; otherwise a file of the right size is taken as it is. */
  deep: boolean;
  signal: AbortSignal;
  /** Told how many more bytes have been looked at. */
  onBytes?(bytes: number): void;
}

/**
 * Which pieces of one content are missing or damaged, in stretches. What an unfinished transfer left is always
 * hashed: nobody has confirmed it. One stretch of no pieces says that all are there, but not yet in their place.
 */
export async function missingPiecesOf(
  target: string,
  file: ContentFile,
  options: LookOptions,
): Promise<MissingPieces[]> {
  const isThere = await onDisk(file.path, hasSize(target, file.bytes));
  if (isThere && !options.deep) {
    options.onBytes?.(file.bytes);
    return [];
  }
  const all = [...file.pieces.keys()];
  const bad = isThere ? await damaged(target, file, all, options) : all;
  if (isThere && bad.length === 0) return [];
  const missing = await damaged(`${target}.partial`, file, bad, { ...options, onBytes: undefined });
  return missing.length === 0
    ? [{ sha256: file.sha256, firstPiece: 0, pieceCount: 0, bytes: 0 }]
    : stretches(file, missing);
}

async function damaged(
  stored: string,
  file: ContentFile,
  indexes: readonly number[],
  { signal, onBytes }: LookOptions,
): Promise<number[]> {
  const handle = await open(stored, "r").catch((error) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!handle) return [...indexes];
  const found: number[] = [];
  const buffer = pieceBuffer(file.bytes);
  try {
    for (const index of indexes) {
      signal.throwIfAborted();
      const piece = await onDisk(file.path, readPiece(handle, file.bytes, index, buffer));
      if ((await pieceHash(piece)) !== file.pieces[index]) found.push(index);
      const { start, end } = pieceRange(file.bytes, index);
      onBytes?.(end - start);
    }
  } finally {
    await handle.close();
  }
  return found;
}

function stretches({ sha256, bytes }: ContentFile, indexes: readonly number[]): MissingPieces[] {
  const found: MissingPieces[] = [];
  for (const index of indexes) {
    const { start, end } = pieceRange(bytes, index);
    const last = found.at(-1);
    if (last && last.firstPiece + last.pieceCount === index) {
      last.pieceCount++;
      last.bytes += end - start;
    } else found.push({ sha256, firstPiece: index, pieceCount: 1, bytes: end - start });
  }
  return found;
}
