import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { writeArchive } from "@/lib/archive/write-archive";
import { diskWriteFailed } from "@/lib/updates/download/failure";
import type { SealedFile } from "./seal-package";
import { parseVolumeName, volumeName } from "./volumes";

export const PARTIAL_SUFFIX = ".partial";
/** Written at once; also how much is compared at once with what an earlier run left. */
const PIECE_BYTES = 1024 * 1024;

export interface PackageToWrite {
  files: readonly SealedFile[];
  /** Exists already. */
  folder: string;
  /** Ends in `.zip`. */
  fileName: string;
  /** Null: one file. */
  volumeBytes: number | null;
  signal: AbortSignal;
  /** @param bytes in place so far */
  onProgress?(bytes: number): void;
}

/**
 * Writes a package so that it is there as a whole or not at all: everything goes into `.partial` files, which an
 * interrupted run leaves and the next one takes up where they end. The volumes get their names at the end, the first
 * one, by which readers find the others, last.
 * @returns its files, in order
 * @throws DownloadError `disk-write-failed` with the code of the system, or the abort reason
 */
export async function writePackage(asked: PackageToWrite): Promise<string[]> {
  const writer = new VolumeWriter(asked);
  try {
    for await (const chunk of writeArchive(asked.files)) await writer.write(chunk);
    await writer.end();
    return await writer.place();
  } catch (error) {
    asked.signal.throwIfAborted();
    throw error;
  } finally {
    await writer.close();
  }
}

class VolumeWriter {
  private readonly names: string[] = [];
  private current: { handle: FileHandle; name: string; bytes: number; known: number } | null = null;
  private gathered: Uint8Array[] = [];
  private gatheredBytes = 0;
  private total = 0;

  constructor(private readonly asked: PackageToWrite) {}

  async write(chunk: Uint8Array): Promise<void> {
    const { volumeBytes } = this.asked;
    for (let rest = chunk; rest.length > 0; ) {
      const used = (this.current?.bytes ?? 0) + this.gatheredBytes;
      const room = (volumeBytes ?? Number.POSITIVE_INFINITY) - used;
      const taken = rest.subarray(0, room);
      this.gathered.push(taken);
      this.gatheredBytes += taken.length;
      rest = rest.subarray(taken.length);
      if (this.gatheredBytes >= PIECE_BYTES) await this.flush();
      if (taken.length === room) await this.end();
    }
  }

  /** The volume is complete. */
  async end(): Promise<void> {
    await this.flush();
    const { current } = this;
    if (!current) return;
    await this.onDisk(current.name, async () => {
      // An earlier run may have left more.
      await current.handle.truncate(current.bytes);
      await current.handle.sync();
      await current.handle.close();
    });
    this.current = null;
  }

  /** Gives the files their names, and removes what an earlier package of this name left. */
  async place(): Promise<string[]> {
    const { folder } = this.asked;
    for (const name of this.names.toReversed()) {
      await this.onDisk(name, () => rename(this.pathOf(name) + PARTIAL_SUFFIX, this.pathOf(name)));
    }
    for (const left of await readdir(folder)) if (this.isLeftOver(left)) await rm(path.join(folder, left));
    await syncFolder(folder);
    return this.names.map((name) => this.pathOf(name));
  }

  async close(): Promise<void> {
    await this.current?.handle.close().catch(() => {});
  }

  private async flush(): Promise<void> {
    if (this.gatheredBytes === 0) return;
    this.asked.signal.throwIfAborted();
    const piece = Buffer.concat(this.gathered);
    this.gathered = [];
    this.gatheredBytes = 0;
    const current = this.current ?? (await this.openNext());
    await this.onDisk(current.name, async () => {
      if (!(await isThere(current, piece))) {
        // What comes after a difference is another package's.
        current.known = 0;
        await writeAll(current.handle, piece, current.bytes);
      }
    });
    current.bytes += piece.length;
    this.total += piece.length;
    this.asked.onProgress?.(this.total);
  }

  private async openNext() {
    const { fileName, volumeBytes } = this.asked;
    const name = volumeBytes === null ? fileName : volumeName(fileName, this.names.length + 1);
    const partial = this.pathOf(name) + PARTIAL_SUFFIX;
    return this.onDisk(name, async () => {
      const known = await stat(partial).then(
        ({ size }) => size,
        () => 0,
      );
      const handle = await open(partial, known > 0 ? "r+" : "w+");
      this.names.push(name);
      this.current = { handle, name, bytes: 0, known };
      return this.current;
    });
  }

  private isLeftOver(name: string): boolean {
    const finished = name.endsWith(PARTIAL_SUFFIX) ? name.slice(0, -PARTIAL_SUFFIX.length) : name;
    const belongs = (parseVolumeName(finished)?.packageName ?? finished) === this.asked.fileName;
    return belongs && !this.names.includes(name);
  }

  private pathOf(name: string): string {
    return path.join(this.asked.folder, name);
  }

  private async onDisk<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw diskWriteFailed(name, error);
    }
  }
}

/** Whether an earlier run wrote these very bytes here. */
async function isThere(
  { handle, bytes, known }: { handle: FileHandle; bytes: number; known: number },
  piece: Buffer,
): Promise<boolean> {
  if (bytes + piece.length > known) return false;
  const found = Buffer.allocUnsafe(piece.length);
  const { bytesRead } = await handle.read(found, 0, found.length, bytes);
  return bytesRead === found.length && found.equals(piece);
}

async function writeAll(handle: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    done += (await handle.write(piece, done, piece.length - done, position + done)).bytesWritten;
  }
}

/** A name survives a pulled medium only when its folder is written; not every system can open one. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle
    ?.sync()
    .catch(() => {})
    .finally(() => handle.close());
}
