import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import { WireError } from "@/lib/connectivity/wire-error";
import { UploadError } from "@/lib/usage-data/upload/upload-error";
import { CatalogueError } from "./catalogue/catalogue-failure";
import { DownloadError } from "./download/failure";
import type { ErrorDetail } from "./model";

/** A broken world or a bug, e.g. a folder without permission: shown and tried again like any other failure. */
export class UnexpectedError extends Error {
  override name = "UnexpectedError";
  readonly code = "unexpected-failure";
  readonly params: Record<string, string | number>;
  constructor(cause: unknown) {
    super("unexpected-failure", { cause });
    this.params = { detail: String(cause).slice(0, 300) };
  }
}

/** Failures that carry a stable code and the data their sentence needs. */
export type NamedError =
  | CatalogueError
  | CloudRefusedError
  | DownloadError
  | UnexpectedError
  | UploadError
  | WireError;

const NAMED = [
  CatalogueError,
  CloudRefusedError,
  DownloadError,
  UnexpectedError,
  UploadError,
  WireError,
] as const;

const isNamedError = (error: unknown): error is NamedError => NAMED.some((kind) => error instanceof kind);

export const toNamedError = (error: unknown): NamedError =>
  isNamedError(error) ? error : new UnexpectedError(error);

/** For a log: the code and its data on one line. */
export const describeError = ({ code, params }: ErrorDetail): string =>
  [code, ...Object.entries(params).map(([name, value]) => `${name}=${value}`)].join(" ");

/** How long the other side asked to be left alone; null when it did not. */
export const askedToWaitMs = ({ params }: NamedError): number | null =>
  typeof params.retryAfterMs === "number" ? params.retryAfterMs : null;
