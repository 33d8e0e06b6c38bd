import { ARCHIVE_ERROR_CODES } from "@/lib/archive/failure";
import { CodedError } from "@/lib/coded-error";

/** Why a hotfix archive was refused although it is a sound archive. */
export const HOTFIX_ERROR_CODES = [
  "hotfix-not-a-bundle",
  "hotfix-signature-invalid",
  "hotfix-expired",
  "hotfix-root-missing",
  "hotfix-root-expired",
  "hotfix-entry-invalid",
  "hotfix-file-missing",
  "hotfix-file-unlisted",
  "hotfix-length-mismatch",
  "hotfix-hash-mismatch",
  "hotfix-upload-damaged",
  "hotfix-upload-expired",
] as const;

/** Codes the commands refuse with, and what an import says that found nothing to do. */
export const HOTFIX_REFUSALS = [
  "hotfix-not-found",
  "hotfix-upload-open",
  "hotfix-upload-ended",
  "hotfix-upload-incomplete",
  "hotfix-chunk-misplaced",
  "hotfix-already-registered",
  "hotfix-in-catalogue",
  "foreign-origin",
  "chunk-too-large",
] as const;

export type HotfixErrorCode = (typeof HOTFIX_ERROR_CODES)[number];

export const OUT_OF_BAND_FAILURES = [...ARCHIVE_ERROR_CODES, ...HOTFIX_ERROR_CODES, ...HOTFIX_REFUSALS];

export class HotfixError extends CodedError<HotfixErrorCode> {
  override name = "HotfixError";
}
