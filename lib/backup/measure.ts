import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A stage of a pipeline that counts and hashes what passes. */
export function measure(): { through: Transform; result(): { bytes: number; sha256: string } } {
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}

/** @throws the signal's reason, and what the file system says */
export async function measureFile(
  file: string,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const measured = measure();
  measured.through.resume();
  await pipeline(createReadStream(file), measured.through, { signal });
  return measured.result();
}
