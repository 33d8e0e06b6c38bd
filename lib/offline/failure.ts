import { CodedError } from "@/lib/coded-error";

/** Why a transfer package is refused, although it is a sound archive (lib/archive/failure.ts has the others). */
export const TRANSFER_ERROR_CODES = [
  "transfer-not-a-package",
  "transfer-kind-wrong",
  "transfer-schema-unknown",
  "transfer-signature-invalid",
  "transfer-contents-differ",
  "transfer-entry-damaged",
  "transfer-volumes-incomplete",
  "transfer-unreadable",
  "transfer-other-hierarchy",
  "transfer-request-answered",
  "transfer-receipt-foreign",
  "transfer-metadata-expired",
  "transfer-changed",
] as const;

/** Codes the commands refuse with. */
export const OFFLINE_REFUSALS = [
  "offline-mode-required",
  "offline-mode-left",
  "offline-request-not-found",
  "offline-request-not-ready",
  "offline-import-not-found",
  "offline-import-not-examined",
  "offline-import-ended",
  "offline-import-known",
  "offline-age-not-accepted",
  "transfer-package-not-listed",
  "offline-upload-mixed",
  "offline-upload-too-large",
  "offline-upload-abandoned",
  "offline-upload-waits",
  "offline-chunk-misplaced",
] as const;

export type TransferErrorCode = (typeof TRANSFER_ERROR_CODES)[number];

export const OFFLINE_FAILURES = [...TRANSFER_ERROR_CODES, ...OFFLINE_REFUSALS];

export class TransferError extends CodedError<TransferErrorCode> {
  override name = "TransferError";
}
