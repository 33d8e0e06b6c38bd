import path from "node:path";
import { fail, ok, type Result } from "@/lib/result";
import { type BackupManifest, filesOfBackup, type ManifestFault, readManifest } from "./manifest";
import { measureFile } from "./measure";

/** Told after each file, in bytes. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Reads every byte of a backup and compares it with what the manifest vouches for.
 * @returns the manifest; `backup-damaged` names the first file that is missing or another
 * @throws the signal's reason when aborted
 */
export async function verifyBackup(
  folder: string,
  signal: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<Result<BackupManifest, ManifestFault>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const files = filesOfBackup(manifest.value);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { file, bytes, sha256 } of files) {
    const found = await measureFile(path.join(folder, file), signal).catch(() => null);
    signal.throwIfAborted();
    if (found?.sha256 !== sha256) return fail("backup-damaged", { params: { file } });
    done += bytes;
    onProgress(done, total);
  }
  return ok(manifest.value);
}
