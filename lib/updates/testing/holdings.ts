import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Database } from "@/lib/db/connection";
import { updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";

/** All that an attack could have changed. */
export interface Holdings {
  packages: unknown[];
  files: unknown[];
  downloads: unknown[];
  /** SHA-256 of every file below `<install>`, by its path: what is downloaded, and the metadata that is trusted. */
  disk: Record<string, string>;
}

export async function holdings(db: Database, installDir: string): Promise<Holdings> {
  const found = await readdir(installDir, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hashed = names.map(async (name) => [path.relative(installDir, name), await sha256(name)] as const);
  return {
    packages: await db.select().from(updatePackages).orderBy(updatePackages.packageGuid),
    files: await db.select().from(updatePackageFiles).orderBy(updatePackageFiles.path),
    downloads: await db.select().from(updateDownloads).orderBy(updateDownloads.packageGuid),
    disk: Object.fromEntries(await Promise.all(hashed)),
  };
}

const sha256 = async (file: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
