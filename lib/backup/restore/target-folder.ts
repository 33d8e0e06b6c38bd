import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { fail, ok, type Result } from "@/lib/result";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import type { BackupManifest } from "../manifest";

/** In a data folder while a restore into it is not complete. */
export const RESTORE_MARKER = "restore-under-way.json";

const markerSchema = z.object({ siteCode: z.string(), createdAt: z.string() });

type Backup = Pick<BackupManifest, "siteCode" | "createdAt">;

/** The backup that an interrupted restore was putting into a data folder; null when none was. */
export async function interruptedRestore(dataDir: string): Promise<Backup | null> {
  const text = await readFile(path.join(dataDir, RESTORE_MARKER), "utf8").catch(() => null);
  return text === null ? null : markerSchema.parse(JSON.parse(text));
}

/**
 * Whether a data folder may be restored into: it is empty or not there, or a restore of this very backup was
 * interrupted in it.
 */
export async function checkTargetFolder(
  dataDir: string,
  { siteCode, createdAt }: Backup,
): Promise<Result<null, "folder-not-empty" | "other-restore-interrupted">> {
  const before = await interruptedRestore(dataDir);
  if (before) {
    if (before.siteCode === siteCode && before.createdAt === createdAt) return ok(null);
    return fail("other-restore-interrupted", { params: { folder: dataDir, ...before } });
  }
  const [found] = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return [];
  });
  return found === undefined
    ? ok(null)
    : fail("folder-not-empty", { params: { folder: dataDir, name: found } });
}

export async function markTargetFolder(dataDir: string, { siteCode, createdAt }: Backup): Promise<void> {
  const marker = Buffer.from(JSON.stringify({ siteCode, createdAt }));
  await writeFileAtomic(path.join(dataDir, RESTORE_MARKER), marker);
}

export const unmarkTargetFolder = (dataDir: string): Promise<void> =>
  rm(path.join(dataDir, RESTORE_MARKER), { force: true });
