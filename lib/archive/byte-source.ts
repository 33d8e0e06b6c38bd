import { type FileHandle, open } from "node:fs/promises";

/** Bytes that lie in one file, or one after the other in several. */
export interface ByteSource {
  bytes: number;
  /**
   * Reads into `buffer` from `position` on, as much as there is.
   * @returns how many bytes came; fewer than the buffer takes only at the end
   */
  read(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

interface Part {
  handle: FileHandle;
  from: number;
  to: number;
}

/** @throws what the file system says of the first file that cannot be opened */
export async function openByteSource(files: readonly string[]): Promise<ByteSource> {
  const parts: Part[] = [];
  const close = async () => {
    await Promise.all(parts.map(({ handle }) => handle.close()));
  };
  try {
    for (const file of files) {
      const handle = await open(file, "r");
      const from = parts.at(-1)?.to ?? 0;
      parts.push({ handle, from, to: from });
      const { size } = await handle.stat();
      parts[parts.length - 1] = { handle, from, to: from + size };
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    bytes: parts.at(-1)?.to ?? 0,
    read: (buffer, position) => readParts(parts, buffer, position),
    close,
  };
}

async function readParts(parts: readonly Part[], buffer: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < buffer.length) {
    const at = position + done;
    const part = parts.find(({ from, to }) => from <= at && at < to);
    if (!part) break;
    const wanted = Math.min(buffer.length - done, part.to - at);
    const { bytesRead } = await part.handle.read(buffer, done, wanted, at - part.from);
    // Shorter than when it was opened.
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
