import { ArchiveError } from "./failure";
import type { ArchiveEntry, ArchiveQuota } from "./model";
import { openArchive } from "./open-archive";

/**
 * The files of an archive, judged like those that are unpacked; nothing is written.
 * @throws ArchiveError
 */
export async function listArchive({
  file,
  quota,
}: {
  file: string;
  quota: ArchiveQuota;
}): Promise<ArchiveEntry[]> {
  const archive = await openArchive(file, quota);
  archive.close();
  return archive.entries;
}

/**
 * One file of an archive, in memory.
 * @returns null when the archive has no such file
 * @throws ArchiveError `archive-entry-too-large` when it is larger than `maxBytes`
 */
export async function readFromArchive({
  file,
  entryPath,
  maxBytes,
  quota,
  signal,
}: {
  file: string;
  entryPath: string;
  maxBytes: number;
  quota: ArchiveQuota;
  signal: AbortSignal;
}): Promise<Buffer | null> {
  const archive = await openArchive(file, quota);
  try {
    const entry = archive.entries.find(({ path }) => path === entryPath);
    if (!entry) return null;
    if (entry.bytes > maxBytes)
      throw new ArchiveError("archive-entry-too-large", { path: entryPath, maxBytes });
    const chunks: Buffer[] = [];
    for await (const chunk of archive.read(entry, signal)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    archive.close();
  }
}
