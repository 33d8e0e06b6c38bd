import { opendir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "./content-error";
import { isSha256, parseManifest } from "./manifest";
import { isPinned } from "./pins";

/**
 * Removes every content that no manifest names, unfinished ones included. Files that this process is still writing
 * stay; a reader that has one open reads it to its end.
 * A manifest that cannot be read may name anything: nothing is removed then.
 */
export async function collectGarbage(contentLib: string): Promise<void> {
  const named = await namedHashes(path.join(contentLib, "DataLib"));
  if (!named) return;
  const fileLib = path.join(contentLib, "FileLib");
  for (const prefix of await readdir(fileLib).catch(none)) {
    const folder = path.join(fileLib, prefix);
    for await (const entry of await opendir(folder)) {
      const [sha256 = ""] = entry.name.split(".");
      if (!isSha256(sha256) || named.has(sha256) || isPinned(fileLib, sha256)) continue;
      // Another program may hold it on Windows; the next collection finds it again.
      await rm(path.join(folder, entry.name), { force: true }).catch(() => {});
    }
  }
}

async function namedHashes(dataLib: string): Promise<Set<string> | null> {
  const named = new Set<string>();
  for (const name of await readdir(dataLib).catch(none)) {
    if (!name.endsWith(".json")) continue;
    const manifest = parseManifest(await readFile(path.join(dataLib, name)));
    if (!manifest) return null;
    for (const file of manifest.files) named.add(file.sha256);
  }
  return named;
}

function none(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
