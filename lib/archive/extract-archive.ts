import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ArchiveError } from "./failure";
import type { ArchiveEntry, ArchiveQuota } from "./model";
import { type OpenArchive, openArchive } from "./open-archive";

export interface Extraction {
  file: string;
  /** Folder the files come into; it must not be there yet, and is there as a whole or not at all. */
  into: string;
  quota: ArchiveQuota;
  signal: AbortSignal;
  /** @param bytes unpacked so far, of all files */
  onProgress?(bytes: number): void;
}

/**
 * Unpacks an archive that is not trusted. It is judged before the first byte is written and while it is unpacked;
 * after a refusal nothing is left.
 * @returns the files, as the archive lists them
 * @throws ArchiveError, the abort reason, or what the file system says
 */
export async function extractArchive(extraction: Extraction): Promise<ArchiveEntry[]> {
  const { file, into, quota } = extraction;
  const unfinished = `${into}.extracting`;
  const archive = await openArchive(file, quota);
  try {
    // Left by a kill.
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    await extractFiles(archive, unfinished, extraction);
    await rename(unfinished, into);
    return archive.entries;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    archive.close();
  }
}

async function extractFiles(archive: OpenArchive, folder: string, { signal, onProgress }: Extraction) {
  let done = 0;
  for (const entry of archive.entries) {
    const target = await placeIn(folder, entry.path);
    const handle = await open(target, "wx", 0o644);
    try {
      for await (const chunk of archive.read(entry, signal)) {
        await handle.writeFile(chunk);
        done += chunk.length;
        onProgress?.(done);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** The names were judged already; what writes to the disk looks once more where it writes. */
async function placeIn(folder: string, relative: string): Promise<string> {
  const target = path.join(folder, ...relative.split("/"));
  await mkdir(path.dirname(target), { recursive: true });
  const [realFolder, realParent] = await Promise.all([realpath(folder), realpath(path.dirname(target))]);
  if (realParent !== realFolder && !realParent.startsWith(realFolder + path.sep))
    throw new ArchiveError("archive-path-traversal", { path: relative });
  return target;
}
