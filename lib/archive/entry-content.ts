import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { ArchiveError } from "./failure";
import { type ArchiveEntry, type ArchiveQuota, RATIO_COUNTS_FROM } from "./model";

/**
 * The unpacked bytes of an entry. They are counted as they come, so that a file that grows beyond what was declared
 * ends there and not when the disk is full.
 * @throws ArchiveError `archive-size-lies`, `archive-ratio-too-high`, `archive-crc-mismatch`
 */
export async function* readEntryContent(
  zip: ZipFile,
  raw: Entry,
  { path, bytes: declared }: ArchiveEntry,
  quota: ArchiveQuota,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const stream = await zip.openReadStreamPromise(raw);
  let bytes = 0;
  let crc = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > declared || bytes > quota.entryBytes) throw new ArchiveError("archive-size-lies", { path });
      if (bytes >= RATIO_COUNTS_FROM && bytes > raw.compressedSize * quota.ratio)
        throw new ArchiveError("archive-ratio-too-high", { path, maxRatio: quota.ratio });
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } finally {
    stream.destroy();
  }
  if (bytes !== declared) throw new ArchiveError("archive-size-lies", { path });
  if (crc !== raw.crc32) throw new ArchiveError("archive-crc-mismatch", { path });
}
