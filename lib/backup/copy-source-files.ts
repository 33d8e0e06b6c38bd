import { copyFile, link, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { isSafeManifestPath } from "@/lib/updates/manifest-path";
import type { BackedUpFile } from "./manifest";
import { measureFile } from "./measure";

/**
 * Takes CD.Latest, what a recovery or a child primary is installed from, into the backup. Its files are replaced and
 * never changed, so that on the same file system a second name for each costs no space; elsewhere they are copied.
 * @param from may be absent: until the first in-console update there is none
 */
export async function copySourceFiles(
  from: string,
  folder: string,
  signal: AbortSignal,
): Promise<BackedUpFile[]> {
  const found = await readdir(from, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  const files: BackedUpFile[] = [];
  for (const entry of found) {
    if (!entry.isFile()) continue;
    signal.throwIfAborted();
    const source = path.join(entry.parentPath, entry.name);
    const file = path.posix.join("cd.latest", path.relative(from, source).split(path.sep).join("/"));
    // No update can have put it there, and no recovery could put it back.
    if (!isSafeManifestPath(file)) continue;
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await link(source, target).catch(() => copyFile(source, target));
    files.push({ file, ...(await measureFile(target, signal)) });
  }
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
