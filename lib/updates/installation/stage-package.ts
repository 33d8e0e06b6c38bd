import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "@/lib/coded-error";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { ContentManifest } from "@/lib/content-library/model";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { accuseSite } from "@/lib/replication/accuse-site";
import { requireDiskSpace } from "../download/disk-space";
import { placeInside } from "../download/safe-path";
import { writeFileAtomic } from "../publish/atomic-file";
import { logGuid } from "../state-messages";
import { stagingFolder } from "./folders";
import { hashFile, statOf } from "./hash-file";
import { InstallationError } from "./installation-failure";
import { type PackageMaps, readMaps } from "./read-maps";
import { type PackageContent, readPackageContent } from "./site-work";
import { UPDATE_MAP, UPDATE_MAP_ARCHIVE } from "./update-map";

type ListedFile = ContentManifest["files"][number];

export interface StagedPackage {
  folder: string;
  maps: PackageMaps;
  /** Everything the package carries. */
  files: readonly ListedFile[];
  /** Of the staged files, hex. */
  hash: string;
}

/**
 * Has the content of an update unpacked in the staging folder, byte for byte what the content library holds: what
 * lies there already is believed only after it was hashed again (reference/updates.md §4.3 row 11, §5, 4).
 * @throws InstallationError `content-missing`, `content-damaged`, and those of the maps
 */
export async function stagePackage(thread: ThreadContext, packageGuid: string): Promise<StagedPackage> {
  const content = await readPackageContent(thread.db, packageGuid);
  try {
    return await stage(thread, packageGuid, content);
  } catch (error) {
    // Repaired by SMS_DISTRIBUTION_MANAGER, it is whole when an administrator retries.
    if (content && error instanceof CodedError && LIBRARY_IS_DAMAGED.has(error.code))
      await accuseSite(thread, content, thread.siteCode);
    throw error;
  }
}

const LIBRARY_IS_DAMAGED: ReadonlySet<string> = new Set([
  "content-missing",
  "content-damaged",
  "manifest-damaged",
]);

async function stage(
  thread: ThreadContext,
  packageGuid: string,
  content: PackageContent | null,
): Promise<StagedPackage> {
  const { installDir, log, signal } = thread;
  const about = { packageGuid };
  const library = new ContentLibrary(installDir);
  const manifest = content
    ? await library.readManifest(content.packageId, content.version, content.manifestSha256)
    : null;
  if (!content || !manifest) throw new InstallationError("content-missing", { packageGuid });
  const folder = stagingFolder(installDir, packageGuid);
  const expected = folderHash(manifest.files);
  log.info("Checking if the CMU Staging folder already has the content extracted.", about);
  let hash = await hashStaged(folder, manifest.files, signal);
  log.info(`Staging folder has hash = ${hash ?? "(none)"}`, about);
  if (hash === expected) log.info("Content is already found at the staging folder", about);
  else {
    if (hash !== null) {
      log.warning(
        `Hash of the staging folder ${hash}, which does not match hash from content library ${expected}`,
        about,
      );
    }
    await rm(folder, { recursive: true, force: true });
    log.info(
      `Delete folder ${folder} returned 0. Extracting the content from content library ${content.packageId}.${content.version}...`,
      about,
    );
    await extract(library, manifest, folder, signal);
    hash = await hashStaged(folder, manifest.files, signal);
    if (hash !== expected) {
      throw new InstallationError("content-damaged", {
        path: await firstDamaged(folder, manifest.files, signal),
      });
    }
  }
  return {
    folder,
    hash: expected,
    files: manifest.files,
    maps: await extractMap(thread, folder, packageGuid),
  };
}

async function extract(
  library: ContentLibrary,
  manifest: ContentManifest,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await requireDiskSpace(
    folder,
    manifest.files.reduce((bytes, file) => bytes + file.bytes, 0),
  );
  for (const file of manifest.files) {
    signal.throwIfAborted();
    const stored = library.filePath(file.sha256);
    if (!(await statOf(stored))?.isFile())
      throw new InstallationError("content-damaged", { path: file.path });
    await copyFile(stored, await placeInside(folder, file.path), constants.COPYFILE_FICLONE);
  }
}

async function extractMap({ log }: ThreadContext, folder: string, packageGuid: string): Promise<PackageMaps> {
  const about = { packageGuid };
  log.info(
    `Extracting file ${path.join(folder, UPDATE_MAP_ARCHIVE)} to ${path.join(folder, path.dirname(UPDATE_MAP))}`,
    about,
  );
  const maps = await readMaps(folder, packageGuid);
  await writeFileAtomic(path.join(folder, UPDATE_MAP), Buffer.from(maps.text));
  log.info(`Extracted ${path.join(folder, UPDATE_MAP)}`, about);
  log.info(`Package ${logGuid(packageGuid)} lists ${maps.update.files.length} file(s) to install`, about);
  return maps;
}

/** One hash for all staged files; null when there is no folder. A file that nobody listed changes it. */
async function hashStaged(
  folder: string,
  listed: readonly ListedFile[],
  signal: AbortSignal,
): Promise<string | null> {
  if (!(await statOf(folder))) return null;
  const extracted = listed.every(({ path: name }) => name !== UPDATE_MAP) ? UPDATE_MAP : null;
  const found: Pick<ListedFile, "path" | "bytes" | "sha256">[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join("/");
    if (name === extracted) continue;
    const size = (await statOf(file))?.size ?? 0;
    found.push({ path: name, bytes: size, sha256: entry.isFile() ? await hashFile(file, signal) : "" });
  }
  return folderHash(found);
}

function folderHash(files: readonly Pick<ListedFile, "path" | "bytes" | "sha256">[]): string {
  const hash = createHash("sha256");
  const inOrder = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path: name, bytes, sha256 } of inOrder) hash.update(`${name}\0${bytes}\0${sha256}\n`);
  return hash.digest("hex");
}

async function firstDamaged(
  folder: string,
  listed: readonly ListedFile[],
  signal: AbortSignal,
): Promise<string> {
  for (const file of listed) {
    const staged = path.join(folder, file.path);
    if (!(await statOf(staged)) || (await hashFile(staged, signal)) !== file.sha256) return file.path;
  }
  return "";
}
