import { ask } from "@/components/upload/ask";
import { Rate, type UploadProgress } from "@/components/upload/rate";
import { sendChunks } from "@/components/upload/send-chunks";
import type { Result } from "@/lib/result";

const ADDRESS = "/api/updates/import";

interface Upload {
  file: File;
  signal: AbortSignal;
  onImport(importId: string): void;
  onProgress(progress: UploadProgress): void;
}

/**
 * Sends a hotfix archive in chunks; an interrupted upload of the same file goes on where the server says.
 * Rejects with the signal's reason when it is aborted.
 */
export async function uploadHotfix({ file, signal, onImport, onProgress }: Upload): Promise<Result<unknown>> {
  const begun = await ask<{ importId: string; position: number; chunkBytes: number }>(ADDRESS, {
    method: "POST",
    body: JSON.stringify({ fileName: file.name, bytes: file.size }),
    signal,
  });
  if (!begun.ok) return begun;
  const { importId, position, chunkBytes } = begun.value;
  onImport(importId);
  const rate = new Rate();
  const sent = await sendChunks(file, {
    address: `${ADDRESS}/${importId}`,
    position,
    chunkBytes,
    codes: { misplaced: "hotfix-chunk-misplaced" },
    signal,
    onProgress: (bytesDone) => onProgress({ bytesDone, bytesPerSecond: rate.at(bytesDone) }),
  });
  return sent.ok ? ask(`${ADDRESS}/${importId}`, { method: "POST", signal }) : sent;
}

/** Gives an upload up; its bytes are removed. */
export const cancelUpload = (importId: string): Promise<Result<unknown>> =>
  ask(`${ADDRESS}/${importId}`, { method: "DELETE" });
