import { CodedError } from "@/lib/coded-error";

/**
 * Why a batch was not accepted, beside the failures of the way there. Each code has a sentence with cause and cure in
 * the messages under `usageDataUpload.failures`.
 */
export const UPLOAD_ERROR_CODES = [
  "upload-refused",
  "upload-damaged",
  "upload-offset-invalid",
  "upload-location-invalid",
  "receipt-invalid",
  "receipt-mismatch",
  "relevance-invalid",
] as const;

export type UploadErrorCode = (typeof UPLOAD_ERROR_CODES)[number];

export class UploadError extends CodedError<UploadErrorCode> {
  override name = "UploadError";
}
