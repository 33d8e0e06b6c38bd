import { webcrypto } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pieceRange } from "./manifest";
import { PIECE_BYTES } from "./model";

/** SHA-256 in hex, made in a thread of the runtime's pool: the event loop goes on serving meanwhile. */
export const pieceHash = async (piece: Uint8Array<ArrayBuffer>): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest("SHA-256", piece)).toString("hex");

/** Memory for one piece of a file at a time: most files are smaller than a piece, and large memory is dear. */
export const pieceBuffer = (fileBytes: number): Buffer<ArrayBuffer> =>
  Buffer.allocUnsafeSlow(Math.min(fileBytes, PIECE_BYTES));

/** Reads one piece into `buffer`. @returns the part of `buffer` that was read, shorter when the file ends before */
export async function readPiece(
  handle: FileHandle,
  fileBytes: number,
  index: number,
  buffer: Buffer<ArrayBuffer>,
): Promise<Buffer<ArrayBuffer>> {
  const { start, end } = pieceRange(fileBytes, index);
  let filled = 0;
  while (filled < end - start) {
    const { bytesRead } = await handle.read(buffer, filled, end - start - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Writes all of `data`, also when the system takes it in parts. */
export async function writeAll(handle: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < data.byteLength; ) {
    const result = await handle.write(data, written, data.byteLength - written, position + written);
    written += result.bytesWritten;
  }
}
