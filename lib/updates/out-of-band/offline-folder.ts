import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Minute } from "@/lib/clock";
import { openPendingFile } from "../publish/atomic-file";
import { HOTFIX_FILE_NAME } from "./model";
import { hashOf } from "./upload-rows";

/** A file that changed a moment ago may still be copied. */
const QUIET_FOR = Minute.ms;

/** Where archives wait to be imported (reference/updates.md §19). */
export const offlineFolder = (installDir: string): string =>
  path.join(installDir, "EasySetupPayload", "offline");

export const archiveFile = (installDir: string, fileName: string): string =>
  path.join(offlineFolder(installDir), fileName);

/** Writes an archive into the folder; it appears there as a whole. */
export async function putArchive(
  installDir: string,
  fileName: string,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const pending = await openPendingFile(offlineFolder(installDir));
  try {
    for await (const chunk of content) await pending.write(chunk);
  } catch (error) {
    await pending.discard();
    throw error;
  }
  await pending.commit(archiveFile(installDir, fileName));
}

export const hashFile = (file: string): Promise<string> => hashOf(createReadStream(file));

/** Names of the archives that lie there and have not changed for a while. */
export async function quietArchives(
  installDir: string,
  now: Date,
): Promise<{ fileName: string; bytes: number }[]> {
  const names = await readdir(offlineFolder(installDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const quiet: { fileName: string; bytes: number }[] = [];
  for (const fileName of names.filter((name) => HOTFIX_FILE_NAME.test(name))) {
    const { mtimeMs, ctimeMs, size } = await stat(archiveFile(installDir, fileName));
    if (now.getTime() - Math.max(mtimeMs, ctimeMs) >= QUIET_FOR) quiet.push({ fileName, bytes: size });
  }
  return quiet;
}

/** Puts a finished folder in the place of another; what was there is gone afterwards. */
export async function replaceFolder(finished: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(finished, target);
}
