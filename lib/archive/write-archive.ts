import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file to pack; its size must be known, because it is stored as it is. */
export interface PackedFile {
  /** `/` between segments. */
  path: string;
  bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** A time by the local clock, so that its fields are the same in every time zone; 1980 is where the format begins. */
const fixedTime = (): Date => new Date(1980, 0, 3);

/**
 * The bytes of an archive of `files`: the same files always make the same bytes. They are stored, not packed:
 * payloads are packed already, and no version of a packer changes them.
 */
export function writeArchive(files: readonly PackedFile[]): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const options = { mtime: fixedTime(), mode: 0o100644, compress: false, forceDosTimestamp: true };
  const output = zip.outputStream as unknown as Readable;
  // Without this a file that cannot be read would leave the reader waiting.
  zip.on("error", (error: Error) => output.destroy(error));
  for (const { path, bytes, open } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    zip.addReadStreamLazy(path, { ...options, size: bytes }, (give) => {
      const stream = Readable.from(open());
      stream.once("error", (error) => output.destroy(error));
      give(null, stream);
    });
  }
  zip.end();
  return output as AsyncIterable<Uint8Array>;
}
