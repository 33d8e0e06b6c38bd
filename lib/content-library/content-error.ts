import { CodedError } from "@/lib/coded-error";

/** Failures of the content library; each has a sentence in the messages under `replication.errors`. */
export const CONTENT_ERROR_CODES = [
  "content-damaged",
  "manifest-damaged",
  "disk-full",
  "disk-failed",
] as const;

export type ContentErrorCode = (typeof CONTENT_ERROR_CODES)[number];

export class ContentError extends CodedError<ContentErrorCode> {
  override name = "ContentError";
}

const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/** `work` on the disk; what it throws is named. */
export async function onDisk<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (FULL.has(code)) throw new ContentError("disk-full", { path }, { cause: error });
    throw new ContentError("disk-failed", { path, detail: code }, { cause: error });
  }
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException)?.code === "ENOENT";
