import type { Failure, Result } from "@/lib/result";

const ADDRESS = "/api/updates/import";

export interface UploadProgress {
  bytesDone: number;
  /** Bytes per second over the last seconds; null until there is a measure. */
  bytesPerSecond: number | null;
}

interface Upload {
  file: File;
  signal: AbortSignal;
  onImport(importId: string): void;
  onProgress(progress: UploadProgress): void;
}

/** A chunk whose answer was lost is sent again so often, with growing pauses. */
const PAUSES_MS = [1_000, 3_000, 10_000];

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
  const { importId, chunkBytes } = begun.value;
  onImport(importId);
  const rate = new Rate();
  let { position } = begun.value;
  while (position < file.size) {
    onProgress({ bytesDone: position, bytesPerSecond: rate.at(position) });
    const sent = await sendChunk(file, { importId, position, chunkBytes, signal });
    if (!sent.ok) return sent;
    position = sent.value;
  }
  onProgress({ bytesDone: file.size, bytesPerSecond: null });
  return ask(`${ADDRESS}/${importId}`, { method: "POST", signal });
}

/** Gives an upload up; its bytes are removed. */
export const cancelUpload = (importId: string): Promise<Result<unknown>> =>
  ask(`${ADDRESS}/${importId}`, { method: "DELETE" });

async function sendChunk(
  file: File,
  at: { importId: string; position: number; chunkBytes: number; signal: AbortSignal },
): Promise<Result<number>> {
  const { importId, position, chunkBytes, signal } = at;
  for (const pause of [...PAUSES_MS, null]) {
    const answer = await ask<{ position: number }>(`${ADDRESS}/${importId}?position=${position}`, {
      method: "PUT",
      body: file.slice(position, position + chunkBytes),
      signal,
    });
    if (answer.ok) return { ok: true, value: answer.value.position };
    const expected = answer.code === "hotfix-chunk-misplaced" ? answer.params?.position : undefined;
    if (typeof expected === "number") return { ok: true, value: expected };
    if (answer.code !== "unreachable" || pause === null) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return UNREACHABLE;
}

const UNREACHABLE: Failure<"unreachable"> = { ok: false, code: "unreachable" };

async function ask<T>(address: string, init: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(address, { cache: "no-store", ...init });
    return (await response.json()) as Result<T>;
  } catch {
    init.signal?.throwIfAborted();
    return UNREACHABLE;
  }
}

const WINDOW_MS = 5_000;

/** Bytes per second over a sliding window: steady enough to read, quick enough to follow. */
class Rate {
  #marks: { at: number; bytes: number }[] = [];

  at(bytes: number): number | null {
    const now = performance.now();
    this.#marks = [...this.#marks.filter((mark) => now - mark.at < WINDOW_MS), { at: now, bytes }];
    const [first] = this.#marks;
    if (!first || now - first.at < 500) return null;
    return ((bytes - first.bytes) / (now - first.at)) * 1_000;
  }
}
