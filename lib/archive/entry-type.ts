import type { Entry } from "yauzl";
import { ArchiveError } from "./failure";

/** `st_mode` of the systems that keep it, in the upper half of the external attributes. */
const FILE_TYPE = 0o170000;
const TYPE = { none: 0, folder: 0o040000, file: 0o100000, link: 0o120000 } as const;
const WINDOWS_REPARSE_POINT = 0x400;
/** PKWARE's Unix field: beyond 12 bytes it carries the target of a link (APPNOTE 4.5.7). */
const UNIX_EXTRA = 0x000d;
const UNIX_EXTRA_BYTES = 12;
/** In whole, strongly, or its directory alone. */
export const ENCRYPTED = 0x2041;

/**
 * Refuses what is not an ordinary file or folder that can be read as it is: encrypted entries, links, devices, and
 * ways of packing other than stored and deflated.
 * @throws ArchiveError
 */
export function refuseSpecialEntry(
  raw: Entry,
  { path, isFolder }: { path: string; isFolder: boolean },
): void {
  if ((raw.generalPurposeBitFlag & ENCRYPTED) !== 0) throw new ArchiveError("archive-encrypted", { path });
  const type = (raw.externalFileAttributes >>> 16) & FILE_TYPE;
  const linked =
    type === TYPE.link ||
    (raw.externalFileAttributes & WINDOWS_REPARSE_POINT) !== 0 ||
    raw.extraFields.some(({ id, data }) => id === UNIX_EXTRA && data.length > UNIX_EXTRA_BYTES);
  if (linked) throw new ArchiveError("archive-link", { path });
  const expected = isFolder ? TYPE.folder : TYPE.file;
  if (type !== TYPE.none && type !== expected) throw new ArchiveError("archive-device", { path });
  if (isFolder && (raw.uncompressedSize !== 0 || raw.compressedSize > 2))
    throw new ArchiveError("archive-size-lies", { path });
  if (raw.compressionMethod !== 0 && raw.compressionMethod !== 8)
    throw new ArchiveError("archive-method-unsupported", { path, method: raw.compressionMethod });
}
