import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import type { ByteSource } from "./byte-source";

/** Read at once when a file of the archive streams. */
const PIECE_BYTES = 512 * 1024;

/** Lets the reader of archives read from a source that may be several files. Closed with the archive. */
export class SourceReader extends RandomAccessReader {
  constructor(private readonly source: ByteSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readRange(this.source, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.source.read(buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      (error: Error) => callback(error),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    this.source.close().then(() => callback(null), callback);
  }
}

/** The bytes from `start` to before `end`, in pieces; fewer when the source ends before. */
export async function* readRange(source: ByteSource, start: number, end: number): AsyncGenerator<Buffer> {
  for (let position = start; position < end; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - position));
    const bytes = await source.read(piece, position);
    if (bytes === 0) return;
    yield piece.subarray(0, bytes);
    position += bytes;
  }
}
