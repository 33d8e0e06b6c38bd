import { mkdir, realpath } from "node:fs/promises";
import path from "node:path";
import { isSafeManifestPath } from "@/lib/updates/manifest-path";
import { DownloadError } from "./failure";

export const PARTIAL_SUFFIX = ".partial";
export const JOURNAL_NAME = "download.journal";

/**
 * Where `relative` lies below `folder`, with its folders made.
 * @throws DownloadError `path-unsafe` when it would lie elsewhere, by name or through a link
 */
export async function placeInside(folder: string, relative: string): Promise<string> {
  // The catalogue's reader refused such names already; what writes to the disk does not rely on it.
  if (!isSafeManifestPath(relative) || isOwnName(relative)) throw unsafe(relative);
  const target = path.join(folder, ...relative.split("/"));
  await mkdir(path.dirname(target), { recursive: true });
  const [realFolder, realParent] = await Promise.all([realpath(folder), realpath(path.dirname(target))]);
  if (path.relative(realFolder, realParent).startsWith("..")) throw unsafe(relative);
  return target;
}

/** Names the download itself uses beside the files. */
const isOwnName = (relative: string): boolean =>
  relative.toLowerCase().endsWith(PARTIAL_SUFFIX) || relative.toLowerCase() === JOURNAL_NAME;

const unsafe = (relative: string): DownloadError => new DownloadError("path-unsafe", { path: relative });
