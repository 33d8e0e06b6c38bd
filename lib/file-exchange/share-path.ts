import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import path from "node:path";
import { isSafeManifestPath } from "@/lib/updates/manifest-path";

/** What one server gives another, by the name in the address. */
export const SHARES = ["ContentLib", "EasySetupPayload", "TestTransfer"] as const;
export type Share = (typeof SHARES)[number];

export interface SharedFile {
  share: Share;
  /** Below the share, `/` as separator. */
  path: string;
}

/** The address of a file below an origin. */
export const requestTarget = ({ share, path }: SharedFile): string =>
  `/${share}/${path.split("/").map(encodeURIComponent).join("/")}`;

/** @returns null for whatever is not exactly what `requestTarget` makes */
export function parseRequestTarget(target: string): SharedFile | null {
  const [, first, ...segments] = target.split("/");
  const share = SHARES.find((name) => name === first);
  if (!share) return null;
  const file = { share, path: segments.map(decodeSegment).join("/") };
  // Only the one way to write it: nothing decodes to another path than it seems, nothing twice.
  return isSafeManifestPath(file.path) && requestTarget(file) === target ? file : null;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "..";
  }
}

/** A plain file below `root`, through no link on any level; null when there is none such. */
export async function openShared(
  root: string,
  relative: string,
): Promise<{ handle: FileHandle; size: number } | null> {
  const file = path.join(root, ...relative.split("/"));
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
  if (!handle) return null;
  try {
    const status = await handle.stat();
    const expected = path.join(await realpath(root), ...relative.split("/"));
    if (status.isFile() && (await realpath(file)) === expected) return { handle, size: status.size };
  } catch {
    // It went away between two looks: not there.
  }
  await handle.close();
  return null;
}
