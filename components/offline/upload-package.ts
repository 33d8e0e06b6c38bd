import type { UploadPlace } from "@/lib/offline/upload/model";
import type { Result } from "@/lib/result";
import { ask } from "../upload/ask";
import { Rate, type UploadProgress } from "../upload/rate";
import { sendChunks } from "../upload/send-chunks";

const ADDRESS = "/api/offline/imports";

interface PackageUpload {
  files: readonly File[];
  signal: AbortSignal;
  onImport(importId: string): void;
  onProgress(progress: UploadProgress): void;
}

/**
 * Sends the files of one package, one after the other; an interrupted upload of the same files goes on where the
 * server says. Once all is there, the server examines it by itself. Rejects with the signal's reason when aborted.
 */
export async function uploadPackage({
  files,
  signal,
  onImport,
  onProgress,
}: PackageUpload): Promise<Result<null>> {
  const begun = await ask<{ importId: string; files: UploadPlace[]; chunkBytes: number }>(ADDRESS, {
    method: "POST",
    body: JSON.stringify({ files: files.map(({ name, size }) => ({ fileName: name, bytes: size })) }),
    signal,
  });
  if (!begun.ok) return begun;
  const { importId, files: places, chunkBytes } = begun.value;
  onImport(importId);
  const rate = new Rate();
  const at = new Map(places.map(({ uploadId, position }) => [uploadId, position]));
  for (const { uploadId, fileName, position } of places) {
    const file = files.find(({ name }) => name === fileName);
    if (!file) throw new Error(`the server names ${fileName}, which was not chosen`);
    const sent = await sendChunks(file, {
      address: `${ADDRESS}/${importId}/${uploadId}`,
      position,
      chunkBytes,
      codes: { misplaced: "offline-chunk-misplaced", waits: "offline-upload-waits" },
      signal,
      onProgress(reached) {
        at.set(uploadId, reached);
        const bytesDone = [...at.values()].reduce((sum, bytes) => sum + bytes, 0);
        onProgress({ bytesDone, bytesPerSecond: rate.at(bytesDone) });
      },
    });
    if (!sent.ok) return sent;
  }
  return { ok: true, value: null };
}
