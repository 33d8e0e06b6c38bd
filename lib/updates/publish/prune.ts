import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { targetFile, targetsFolder } from "./layout";
import { type RepositoryState, readRepository } from "./repository";
import { withRepositoryLock } from "./repository-lock";

/**
 * Deletes the files of targets that the catalogue no longer names, and what killed publications left behind.
 * A client that is still downloading one of them will have to check the catalogue again.
 * @returns number of files deleted
 */
export function prune(repository: string): Promise<number> {
  return withRepositoryLock(repository, async () => {
    const named = namedFiles(repository, await readRepository(repository));
    const entries = await readdir(targetsFolder(repository), { withFileTypes: true, recursive: true });
    const unnamed = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !named.has(file));
    for (const file of unnamed) await rm(file);
    return unnamed.length;
  });
}

function namedFiles(repository: string, state: RepositoryState): Set<string> {
  return new Set(
    Object.values(state.targets.signed.targets).map((target) =>
      targetFile(repository, target.path, target.hashes.sha256 ?? ""),
    ),
  );
}
