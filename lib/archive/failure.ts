import { CodedError } from "@/lib/coded-error";

/** Why an archive was refused. Each code has a sentence in the messages under `out-of-band.failures`. */
export const ARCHIVE_ERROR_CODES = [
  "archive-not-a-zip",
  "archive-truncated",
  "archive-damaged",
  "archive-directory-lies",
  "archive-directory-too-large",
  "archive-zip64-lies",
  "archive-header-mismatch",
  "archive-overlapping",
  "archive-method-unsupported",
  "archive-encrypted",
  "archive-link",
  "archive-device",
  "archive-path-traversal",
  "archive-path-absolute",
  "archive-path-backslash",
  "archive-path-control-character",
  "archive-path-reserved",
  "archive-path-trailing",
  "archive-path-unsafe",
  "archive-name-duplicate",
  "archive-name-collision",
  "archive-file-is-folder",
  "archive-entries-too-many",
  "archive-too-large",
  "archive-entry-too-large",
  "archive-ratio-too-high",
  "archive-size-lies",
  "archive-crc-mismatch",
] as const;

export type ArchiveErrorCode = (typeof ARCHIVE_ERROR_CODES)[number];

export class ArchiveError extends CodedError<ArchiveErrorCode> {
  override name = "ArchiveError";
}
