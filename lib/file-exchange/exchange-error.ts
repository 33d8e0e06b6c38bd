import { CodedError } from "@/lib/coded-error";

/**
 * Why a file did not come from another server; each has a sentence in the messages under `replication.errors`.
 * Every one names the `server` that was asked.
 */
export const FILE_EXCHANGE_ERROR_CODES = [
  "peer-unreachable",
  "peer-timeout",
  "peer-connection-lost",
  "peer-certificate-unknown",
  "own-certificate-refused",
  "peer-refused",
  "peer-busy",
  "peer-file-missing",
  "peer-answer-invalid",
  "peer-content-damaged",
  "installation-account-refused",
  "installation-account-unreadable",
] as const;

export type FileExchangeErrorCode = (typeof FILE_EXCHANGE_ERROR_CODES)[number];

export class FileExchangeError extends CodedError<FileExchangeErrorCode> {
  override name = "FileExchangeError";
}

const BY_SYSTEM_CODE: Record<string, FileExchangeErrorCode> = {
  ECONNRESET: "peer-connection-lost",
  EPIPE: "peer-connection-lost",
  ETIMEDOUT: "peer-timeout",
  ENOTFOUND: "peer-unreachable",
  EAI_AGAIN: "peer-unreachable",
  ECONNREFUSED: "peer-unreachable",
  EHOSTUNREACH: "peer-unreachable",
  ENETUNREACH: "peer-unreachable",
  DEPTH_ZERO_SELF_SIGNED_CERT: "peer-certificate-unknown",
  SELF_SIGNED_CERT_IN_CHAIN: "peer-certificate-unknown",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "peer-certificate-unknown",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "peer-certificate-unknown",
  CERT_SIGNATURE_FAILURE: "peer-certificate-unknown",
  CERT_HAS_EXPIRED: "peer-certificate-unknown",
  CERT_NOT_YET_VALID: "peer-certificate-unknown",
  ERR_TLS_CERT_ALTNAME_INVALID: "peer-certificate-unknown",
};

/** Names what a request to `server` threw. */
export function toFileExchangeError(error: unknown, server: string): FileExchangeError {
  if (error instanceof FileExchangeError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const known = BY_SYSTEM_CODE[code ?? ""] ?? "peer-connection-lost";
  return new FileExchangeError(known, { server, detail: code ?? message ?? String(error) }, { cause: error });
}
