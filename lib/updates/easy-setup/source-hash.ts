import { createHash } from "node:crypto";

export interface SourceFile {
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * SHA-256 over the paths, sizes and hashes of a package's source folder, hex: the same files in any order have
 * the same hash. Unchanged means that the package need not be updated (reference/updates.md §4.4).
 */
export function sourceHash(files: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  for (const { path, bytes, sha256 } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    // JSON keeps a path with a line break from reading like two files.
    hash.update(`${JSON.stringify([path, bytes, sha256.toLowerCase()])}\n`);
  }
  return hash.digest("hex");
}
