import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const PIECE_BYTES = 1024 * 1024;

/** A folder that is gone after `work`, on the disk that `SCP_BENCH_DIR` or the system's temp folder names. */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(process.env.SCP_BENCH_DIR ?? os.tmpdir(), "scp-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes `bytes` (whole MiB) of random content. @returns its SHA-256 */
export async function writeRandomContent(file: string, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  const handle = await open(file, "w");
  try {
    for (let written = 0; written < bytes; written += PIECE_BYTES) {
      const piece = randomBytes(PIECE_BYTES);
      hash.update(piece);
      await handle.write(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}

/** Waits until a file is on the disk, as the contestants that do not do it themselves must. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.sync().finally(() => handle.close());
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
