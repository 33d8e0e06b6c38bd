import type { Result } from "@/lib/result";
import { ask, UNREACHABLE } from "./ask";

/** A chunk whose answer was lost is sent again so often, with growing pauses. */
const PAUSES_MS = [1_000, 3_000, 10_000];

/** How long the server is left alone that has too much to write. */
const WAIT_MS = 400;

interface Chunks {
  /** Takes `PUT ?position=N`. */
  address: string;
  position: number;
  chunkBytes: number;
  /** Codes by which the server says where the upload is, and that the same bytes should come again later. */
  codes: { misplaced: string; waits?: string };
  signal: AbortSignal;
  onProgress(position: number): void;
}

/**
 * Sends the rest of a file in chunks; each answer says where it goes on.
 * @returns the failure that stopped it; rejects with the signal's reason when it is aborted
 */
export async function sendChunks(file: File, chunks: Chunks): Promise<Result<null>> {
  let { position } = chunks;
  while (position < file.size) {
    chunks.onProgress(position);
    const sent = await sendChunk(file, position, chunks);
    if (!sent.ok) return sent;
    position = sent.value;
  }
  chunks.onProgress(file.size);
  return { ok: true, value: null };
}

async function sendChunk(
  file: File,
  position: number,
  { address, chunkBytes, codes, signal }: Chunks,
): Promise<Result<number>> {
  for (let lost = 0; ; ) {
    const answer = await ask<{ position: number }>(`${address}?position=${position}`, {
      method: "PUT",
      body: file.slice(position, position + chunkBytes),
      signal,
    });
    if (answer.ok) return { ok: true, value: answer.value.position };
    const expected = answer.code === codes.misplaced ? answer.params?.position : undefined;
    if (typeof expected === "number") return { ok: true, value: expected };
    if (answer.code === codes.waits) {
      await pause(WAIT_MS, signal);
      continue;
    }
    const pauseMs = PAUSES_MS[lost++];
    if (answer.code !== UNREACHABLE.code || pauseMs === undefined) return answer;
    await pause(pauseMs, signal);
  }
}

/** Rejects with the signal's reason when it is aborted. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal.throwIfAborted();
};
