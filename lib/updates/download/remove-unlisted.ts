import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Removes what an earlier edition of a package or an interrupted download left: a package that is ready
 * consists of its listed files and nothing else.
 * @param listed paths below `folder`, `/` as separator
 */
export async function removeUnlisted(folder: string, listed: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (!listed.has(path.relative(folder, file).replaceAll(path.sep, "/"))) await rm(file, { force: true });
  }
}
