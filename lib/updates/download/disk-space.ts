import { statfs } from "node:fs/promises";
import { DownloadError } from "./failure";

/** Left free for the site server itself. */
export const DISK_RESERVE_BYTES = 512 * 1024 * 1024;

/** @throws DownloadError `disk-space-insufficient` when `neededBytes` and the reserve do not fit at `folder` */
export async function requireDiskSpace(
  folder: string,
  neededBytes: number,
  reserveBytes = DISK_RESERVE_BYTES,
): Promise<void> {
  const volume = await statfs(folder);
  const freeBytes = volume.bavail * volume.bsize;
  const requiredBytes = neededBytes + reserveBytes;
  if (neededBytes > 0 && freeBytes < requiredBytes) {
    throw new DownloadError("disk-space-insufficient", { requiredBytes, freeBytes, folder });
  }
}
