import { createHash } from "node:crypto";
import { TargetFile } from "@tufjs/models";
import { openPendingFile } from "./atomic-file";
import { targetFile, targetsFolder } from "./layout";

/** A file to publish, read once and as a stream, so that its size does not matter. */
export interface SourceFile {
  /** Below the package's folder, `/` as separator; a redistributable's begins with `redist/`. */
  path: string;
  open(): AsyncIterable<Uint8Array>;
}

/**
 * Copies a source to its place among the targets, hashing on the way.
 * @returns what the targets metadata says about it
 */
export async function storeTarget(
  repository: string,
  target: string,
  content: AsyncIterable<Uint8Array>,
): Promise<TargetFile> {
  const pending = await openPendingFile(targetsFolder(repository));
  const hash = createHash("sha256");
  let length = 0;
  try {
    for await (const chunk of content) {
      const written = pending.write(chunk);
      // Hashed while the disk is busy with the same bytes.
      hash.update(chunk);
      length += chunk.byteLength;
      await written;
    }
  } catch (error) {
    await pending.discard();
    throw error;
  }
  const sha256 = hash.digest("hex");
  await pending.commit(targetFile(repository, target, sha256));
  return new TargetFile({ path: target, length, hashes: { sha256 } });
}
