import { createHash } from "node:crypto";
import { lstat, open } from "node:fs/promises";

const READ_CHUNK_BYTES = 1024 * 1024;

/** SHA-256 of a file in hex, read in parts. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    // One that grows meanwhile is read to its end all the same.
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(size, 1), READ_CHUNK_BYTES));
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Whether `file` is an ordinary file with this content; false when there is none. */
export async function hasContent(
  file: string,
  { bytes, sha256 }: { bytes: number; sha256: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const found = await statOf(file);
  // A link could be pointed elsewhere after it was looked at.
  if (!found?.isFile() || found.size !== bytes) return false;
  return (await hashFile(file, signal)) === sha256;
}

/** What lies at `file` itself, links not followed; null for nothing. */
export async function statOf(file: string) {
  try {
    return await lstat(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

/** Has a file or folder on the disk for good; a power cut afterwards finds it. */
export async function syncToDisk(file: string, kind: "file" | "folder"): Promise<void> {
  // Windows cannot open folders; its rename is durable without.
  if (kind === "folder" && process.platform === "win32") return;
  const handle = await open(file, kind === "file" ? "r+" : "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
