import { CodedError } from "@/lib/coded-error";

/** Failures of the replication itself, beside those of the file exchange; sentences under `replication.errors`. */
export const REPLICATION_ERROR_CODES = [
  "source-server-unknown",
  "source-incomplete",
  "stored-content-damaged",
  "unexpected-failure",
] as const;

export type ReplicationErrorCode = (typeof REPLICATION_ERROR_CODES)[number];

export class ReplicationError extends CodedError<ReplicationErrorCode> {
  override name = "ReplicationError";
}

/** Whatever happened, as a code and the data of its sentence. */
export const toCodedError = (error: unknown): CodedError<string> =>
  error instanceof CodedError
    ? error
    : new ReplicationError("unexpected-failure", { detail: String(error).slice(0, 300) }, { cause: error });

/** For a log: the code and its data on one line. */
export const describeCodedError = ({ code, params }: CodedError<string>): string =>
  [code, ...Object.entries(params).map(([name, value]) => `${name}=${value}`)].join(" ");
