import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** A file being written under another name; it appears, whole and on disk, with `commit`. */
export interface PendingFile {
  write(chunk: Uint8Array): Promise<void>;
  /** Moves the file to `target`, which is replaced in one step. */
  commit(target: string): Promise<void>;
  discard(): Promise<void>;
}

/** Opens a file in `folder` (made if needed) that no reader will mistake for a finished one. */
export async function openPendingFile(folder: string, mode = 0o644): Promise<PendingFile> {
  await mkdir(folder, { recursive: true });
  const pending = path.join(folder, `.${randomBytes(8).toString("hex")}.pending`);
  const handle = await open(pending, "wx", mode);
  return {
    async write(chunk) {
      for (let written = 0; written < chunk.byteLength; ) {
        written += (await handle.write(chunk, written)).bytesWritten;
      }
    },
    async commit(target) {
      await handle.sync();
      await handle.close();
      await mkdir(path.dirname(target), { recursive: true });
      await rename(pending, target);
      await syncFolder(path.dirname(target));
    },
    async discard() {
      await handle.close();
      await rm(pending, { force: true });
    },
  };
}

/** Replaces `target` in one step: a reader sees the old content or the new, also after a power cut. */
export async function writeFileAtomic(target: string, content: Uint8Array, mode?: number): Promise<void> {
  const pending = await openPendingFile(path.dirname(target), mode);
  try {
    await pending.write(content);
  } catch (error) {
    await pending.discard();
    throw error;
  }
  await pending.commit(target);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its rename is durable without.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
