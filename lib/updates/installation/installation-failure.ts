import { CodedError } from "@/lib/coded-error";
import { toNamedError } from "../named-error";

/**
 * Why an update cannot be installed at a site. Each code has a sentence with cause and cure in the messages under
 * `installation.errors`.
 */
export const INSTALLATION_ERROR_CODES = [
  "content-missing",
  "content-damaged",
  "update-map-missing",
  "update-map-damaged",
  "install-map-damaged",
  "file-hash-mismatch",
  "disk-space-insufficient",
  "disk-write-failed",
  "path-unsafe",
  "services-not-stopped",
  "site-missing",
  "unexpected-failure",
] as const;

export type InstallationErrorCode = (typeof INSTALLATION_ERROR_CODES)[number];

export class InstallationError extends CodedError<InstallationErrorCode> {
  override name = "InstallationError";
}

/** The code and its data of any failure; what nobody foresaw is named as such and keeps its text. */
export function errorDetail(error: unknown): { code: string; params: Record<string, string | number> } {
  if (error instanceof CodedError) return { code: error.code, params: error.params };
  const system = error as NodeJS.ErrnoException | undefined;
  if (typeof system?.syscall === "string" && system.code) {
    return { code: "disk-write-failed", params: { path: system.path ?? "", detail: system.code } };
  }
  const { code, params } = toNamedError(error);
  return { code, params };
}
