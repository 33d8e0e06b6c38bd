import { createHash } from "node:crypto";
import { TransferError } from "./failure";
import { TARGETS_FOLDER } from "./model";
import type { TransferPackage } from "./open-package";

/**
 * Reads the whole package once, and refuses it when a file is not what the table of contents lists, or a target not
 * what its name says.
 * @param onRead bytes more
 * @throws TransferError `transfer-entry-damaged`, ArchiveError, or the abort reason
 */
export async function verifyContents(
  pack: TransferPackage,
  { signal, onRead }: { signal: AbortSignal; onRead(bytes: number): void },
): Promise<void> {
  for (const { path, bytes, sha256 } of pack.contents.entries) {
    if (path.startsWith(TARGETS_FOLDER) && path !== TARGETS_FOLDER + sha256)
      throw new TransferError("transfer-entry-damaged", { path });
    const hash = createHash("sha256");
    for await (const chunk of pack.readPart(path, 0, bytes) ?? pack.stream(path, signal)) {
      signal.throwIfAborted();
      hash.update(chunk);
      onRead(chunk.length);
    }
    if (hash.digest("hex") !== sha256) throw new TransferError("transfer-entry-damaged", { path });
  }
}
