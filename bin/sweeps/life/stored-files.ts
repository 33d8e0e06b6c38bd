import { readdir } from "node:fs/promises";
import path from "node:path";
import { hashFile } from "@/lib/updates/installation/hash-file";

/** Differs from one life to the next: what was said, and the keys of the servers and of the hierarchy. */
const OF_ONE_LIFE = /^[^/]+\/(Logs|file-exchange|usage-data)\//;

/**
 * Every file below the installation folders as `<server>/<path>`, in order; those of other packages are left out.
 * @param serversDir holds one installation folder per server
 */
export async function storedNames(serversDir: string, otherPackages: readonly string[]): Promise<string[]> {
  const entries = await readdir(serversDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(serversDir, path.join(entry.parentPath, entry.name)))
    .filter((name) => !OF_ONE_LIFE.test(name) && !otherPackages.some((guid) => name.includes(guid)))
    .sort();
}

/** SHA-256 of each of these files, by its name. */
export async function hashStored(
  serversDir: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const hashed: Record<string, string> = {};
  for (const name of names) hashed[name] = await hashFile(path.join(serversDir, name));
  return hashed;
}
