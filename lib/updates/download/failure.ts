import { CodedError } from "@/lib/coded-error";

/**
 * Failures of the download itself, beside those of the connection (`WireError`). Each code has a sentence with
 * cause and cure in the messages under `updates.failures`.
 */
export const DOWNLOAD_ERROR_CODES = [
  "target-hash-mismatch",
  "target-length-mismatch",
  "content-changed",
  "range-mismatch",
  "disk-space-insufficient",
  "disk-write-failed",
  "path-unsafe",
] as const;

export type DownloadErrorCode = (typeof DOWNLOAD_ERROR_CODES)[number];

export class DownloadError extends CodedError<DownloadErrorCode> {
  override name = "DownloadError";
}

/** `work` on the disk; what it throws is named. */
export const onDisk = <T>(path: string, work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw diskWriteFailed(path, error);
  });

/** A failure of the file system, e.g. `ENOSPC`, or `EFBIG` on a volume that knows no files of this size. */
export const diskWriteFailed = (path: string, error: unknown): DownloadError =>
  new DownloadError(
    "disk-write-failed",
    { path, detail: (error as NodeJS.ErrnoException).code ?? String(error) },
    { cause: error },
  );
