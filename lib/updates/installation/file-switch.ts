import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { requireDiskSpace } from "../download/disk-space";
import { placeInside } from "../download/safe-path";
import { writeFileAtomic } from "../publish/atomic-file";
import { switchFolder } from "./folders";
import { hasContent, hashFile, statOf, syncToDisk } from "./hash-file";
import { InstallationError } from "./installation-failure";
import type { MappedFile } from "./update-map";

const keptSchema = z.array(z.object({ target: z.string(), existed: z.boolean() }));
const reasonSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RollbackReason = z.output<typeof reasonSchema>;

const KEPT_SUFFIX = ".kept.json";
const ROLLBACK_NAME = "rollback.json";
/** A folder of this ending is over; only its removal was interrupted. */
const OVER_SUFFIX = ".over";

/**
 * Replaces files of the installation folder so that a kill at any point leaves the old version, the new one, or
 * enough to go on to either:
 *
 * 1. `prepare` lays the new files beside, `new/<target>`, verified and on the disk. Nothing is replaced yet.
 * 2. `switchOver` keeps the old file of every target as `old/<target>` (a hard link, so the target stays), writes
 *    down which targets existed, and only then renames the new files to their targets, one by one. Called again
 *    after a kill it goes forward.
 * 3. `rollBack` renames the old files back and removes what was not there before. It is written down first that it
 *    began: after a kill it goes on backward.
 *
 * Files are switched in groups, because steps of the installation follow one another; all roll back together.
 */
export class FileSwitch {
  private readonly folder: string;

  constructor(
    private readonly installDir: string,
    packageGuid: string,
  ) {
    this.folder = switchFolder(installDir, packageGuid);
  }

  /** @throws InstallationError `file-hash-mismatch`; `disk-space-insufficient` before anything is copied */
  async prepare(
    staging: string,
    files: readonly MappedFile[],
    signal: AbortSignal,
    onPrepared: (file: MappedFile) => void = () => {},
  ): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const missing: MappedFile[] = [];
    for (const file of files) {
      signal.throwIfAborted();
      if (!(await this.isPrepared(file, signal))) missing.push(file);
    }
    await requireDiskSpace(this.folder, sum(missing));
    for (const file of missing) {
      signal.throwIfAborted();
      const target = await placeInside(path.join(this.folder, "new"), file.target);
      await copyFile(path.join(staging, file.source), target, constants.COPYFILE_FICLONE);
      await requireContent(target, file, signal);
      await syncToDisk(target, "file");
      onPrepared(file);
    }
    await syncToDisk(this.folder, "folder");
  }

  /** Puts prepared files in place. `group` names the same files each time. */
  async switchOver(
    group: string,
    files: readonly MappedFile[],
    signal: AbortSignal,
    onSwitched: (file: MappedFile) => void = () => {},
  ): Promise<void> {
    if (files.length === 0) return;
    if ((await this.readKept(group)) === null) await this.keep(group, files, signal);
    const folders = new Set<string>();
    for (const file of files) {
      signal.throwIfAborted();
      const target = await placeInside(this.installDir, file.target);
      const prepared = path.join(this.folder, "new", file.target);
      // Gone from here: an earlier run had switched it.
      if (await statOf(prepared)) {
        await requireContent(prepared, file, signal);
        await rename(prepared, target);
        onSwitched(file);
      } else await requireContent(target, file, signal);
      folders.add(path.dirname(target));
    }
    for (const folder of folders) await syncToDisk(folder, "folder");
  }

  /** Writes down that there is no way forward any more. The first reason stays. */
  async beginRollBack(reason: RollbackReason): Promise<void> {
    if (await this.rollbackReason()) return;
    await writeFileAtomic(path.join(this.folder, ROLLBACK_NAME), Buffer.from(JSON.stringify(reason)));
  }

  /** Why the old version is being restored; null while everything goes forward. */
  async rollbackReason(): Promise<RollbackReason | null> {
    const text = await readIfThere(path.join(this.folder, ROLLBACK_NAME));
    return text === null ? null : reasonSchema.parse(JSON.parse(text));
  }

  /** Restores the old file of every target that was switched. */
  async rollBack(onRestored: (target: string) => void = () => {}): Promise<void> {
    for (const name of await namesIn(this.folder)) {
      if (!name.endsWith(KEPT_SUFFIX)) continue;
      const group = name.slice(0, -KEPT_SUFFIX.length);
      const folders = new Set<string>();
      for (const { target: relative, existed } of (await this.readKept(group)) ?? []) {
        const target = await placeInside(this.installDir, relative);
        const old = path.join(this.folder, "old", relative);
        if (!existed) await rm(target, { force: true });
        // Gone from here: an earlier run had restored it.
        else if (await statOf(old)) await rename(old, target);
        folders.add(path.dirname(target));
        onRestored(relative);
      }
      for (const folder of folders) await syncToDisk(folder, "folder");
      await rm(path.join(this.folder, name));
    }
  }

  /** Removes everything kept, in either direction; nothing can be undone afterwards. */
  async close(): Promise<void> {
    const over = `${this.folder}${OVER_SUFFIX}`;
    await rm(over, { recursive: true, force: true });
    // In one step: a half removed folder must not look like a switch under way.
    if (await statOf(this.folder)) await rename(this.folder, over);
    await rm(over, { recursive: true, force: true });
  }

  /** Finishes a removal that was interrupted. */
  removeRemains(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async isPrepared(file: MappedFile, signal: AbortSignal): Promise<boolean> {
    const prepared = path.join(this.folder, "new", file.target);
    if (await hasContent(prepared, file, signal)) return true;
    // Already in place: nothing to lay beside. Anything else at the target is still the old file.
    return hasContent(path.join(this.installDir, file.target), file, signal);
  }

  private async keep(group: string, files: readonly MappedFile[], signal: AbortSignal): Promise<void> {
    const kept: z.output<typeof keptSchema> = [];
    for (const file of files) {
      signal.throwIfAborted();
      const target = await placeInside(this.installDir, file.target);
      const existed = (await statOf(target)) !== null;
      if (existed) {
        const old = await placeInside(path.join(this.folder, "old"), file.target);
        await rm(old, { force: true });
        await linkOrCopy(target, old);
        await syncToDisk(path.dirname(old), "folder");
      }
      kept.push({ target: file.target, existed });
    }
    await writeFileAtomic(path.join(this.folder, group + KEPT_SUFFIX), Buffer.from(JSON.stringify(kept)));
  }

  private async readKept(group: string): Promise<z.output<typeof keptSchema> | null> {
    const text = await readIfThere(path.join(this.folder, group + KEPT_SUFFIX));
    return text === null ? null : keptSchema.parse(JSON.parse(text));
  }
}

/** @throws InstallationError `file-hash-mismatch` */
export async function requireContent(
  file: string,
  expected: { bytes: number; sha256: string; target?: string },
  signal: AbortSignal,
): Promise<void> {
  if (await hasContent(file, expected, signal)) return;
  const found = await statOf(file);
  throw new InstallationError("file-hash-mismatch", {
    path: expected.target ?? file,
    expected: expected.sha256,
    actual: found?.isFile() ? await hashFile(file, signal) : "",
  });
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // A volume without hard links; a folder in the way fails here, too.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    await copyFile(from, to);
    await syncToDisk(to, "file");
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Names in `folder`, in a stable order; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const sum = (files: readonly MappedFile[]): number => files.reduce((bytes, file) => bytes + file.bytes, 0);
