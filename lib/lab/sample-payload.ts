import { createCipheriv, createHash } from "node:crypto";

const CHUNK_BYTES = 1024 * 1024;

/**
 * Bytes that look like a compressed file, do not compress, and are the same for the same seed on every
 * computer: the AES-128-CTR keystream under a key made from the seed.
 */
export async function* samplePayload(seed: string, bytes: number): AsyncGenerator<Uint8Array> {
  const secret = createHash("sha256").update(seed).digest();
  const keystream = createCipheriv("aes-128-ctr", secret.subarray(0, 16), secret.subarray(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
    yield keystream.update(left < CHUNK_BYTES ? zeros.subarray(0, left) : zeros);
  }
}
