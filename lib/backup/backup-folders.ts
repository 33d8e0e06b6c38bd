import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { syncFolderOf } from "@/lib/content-library/sync-folder";

const COMPLETE = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;
const UNFINISHED = ".partial";
const REMOVING = ".removing";

/** The folder of a site's backups: below the installation folder unless the administrator chose another place. */
export const backupsFolder = (site: {
  installDir: string;
  siteCode: string;
  destination?: string | null;
}): string => path.join(site.destination ?? path.join(site.installDir, "Backup"), `${site.siteCode}Backup`);

/** The folder of a backup, named for its moment, and the one it is written into until it is whole. */
export function foldersOf(parent: string, createdAt: Date): { complete: string; unfinished: string } {
  const complete = path.join(parent, createdAt.toISOString().replace(/[:.]/g, "-"));
  return { complete, unfinished: `${complete}${UNFINISHED}` };
}

/**
 * Makes a folder and those above it, step by step: `mkdir` with `recursive` never ends where a file system denies that a
 * folder it has just shown is there, as `/proc` does.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    const above = path.dirname(folder);
    if (code !== "ENOENT" || above === folder) throw error;
    await makeFolder(above);
    await mkdir(folder, { mode: 0o700 });
  }
}

/** @returns folders of complete backups, newest first */
export async function completeBackups(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => COMPLETE.test(name))
    .toSorted()
    .reverse()
    .map((name) => path.join(parent, name));
}

/** Removes what a kill left half written or half removed. */
export async function removeUnfinished(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const known = COMPLETE.test(name.replace(/\.(partial|removing)$/, ""));
    if (known && !COMPLETE.test(name)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

/** Gives a backup that is whole and on disk its name. */
export async function publishBackup({ complete, unfinished }: ReturnType<typeof foldersOf>): Promise<void> {
  await rename(unfinished, complete);
  await syncFolderOf(complete);
}

/** Removes all but the newest `keep`; a half removed one has another name, so that nobody takes it for a backup. */
export async function removeOldBackups(parent: string, keep: number): Promise<string[]> {
  const old = (await completeBackups(parent)).slice(keep);
  for (const folder of old) {
    await rename(folder, `${folder}${REMOVING}`);
    await rm(`${folder}${REMOVING}`, { recursive: true, force: true });
  }
  return old;
}
