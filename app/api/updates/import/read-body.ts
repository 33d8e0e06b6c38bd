import { CHUNK_BYTES_MAX } from "@/lib/updates/out-of-band/model";

/** The body of a request, or null when it is longer than a chunk may be. */
export async function readBody(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > CHUNK_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
