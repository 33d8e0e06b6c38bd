import {
  hasInvisibleCharacter,
  isReservedName,
  isSafeManifestPath,
  pathKey,
} from "@/lib/updates/manifest-path";
import { ArchiveError, type ArchiveErrorCode } from "./failure";

/** In UTF-16 units. The names of signed targets may be longer than the paths they are placed at. */
const MAX_NAME_LENGTH = 400;
/** Deeper than any package; every folder of every entry is looked at. */
const MAX_SEGMENTS = 24;

/**
 * Each with a code of its own, in the order in which they are looked for; what is left of the rules of
 * lib/updates/manifest-path.ts is `archive-path-unsafe`.
 */
const REFUSED: readonly [ArchiveErrorCode, (name: string) => boolean][] = [
  ["archive-path-control-character", hasInvisibleCharacter],
  ["archive-path-absolute", (name) => /^([/\\]|[A-Za-z]:)/.test(name)],
  ["archive-path-backslash", (name) => name.includes("\\")],
  ["archive-path-traversal", (name) => name.split("/").some((segment) => /^\.{1,2}$/.test(segment))],
  ["archive-path-trailing", (name) => name.split("/").some((segment) => /[. ]$/.test(segment))],
  ["archive-path-reserved", (name) => name.split("/").some(isReservedName)],
  ["archive-path-unsafe", (name) => name.length > MAX_NAME_LENGTH || name.split("/").length > MAX_SEGMENTS],
  ["archive-path-unsafe", (name) => !name.split("/").every(isSafeManifestPath)],
];

/**
 * The path an entry names.
 * @param raw as in the archive; only UTF-8 is understood, of which ASCII is a part
 * @throws ArchiveError
 */
export function readEntryName(raw: Uint8Array): { path: string; isFolder: boolean } {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new ArchiveError("archive-path-unsafe", {
      path: Buffer.from(raw).toString("latin1").slice(0, 100),
    });
  }
  const isFolder = name.endsWith("/") && name !== "/";
  const path = isFolder ? name.slice(0, -1) : name;
  const refused = REFUSED.find(([, applies]) => applies(path));
  if (refused) throw new ArchiveError(refused[0], { path: printable(path) });
  return { path, isFolder };
}

/**
 * Refuses names that cannot exist beside each other on a system that ignores case or the form of accents.
 * @throws ArchiveError `archive-name-duplicate`, `archive-name-collision`, `archive-file-is-folder`
 */
export function refuseCollisions(entries: readonly { path: string; isFolder: boolean }[]): void {
  const seen = new Map<string, { path: string; isFolder: boolean }>();
  for (const entry of entries) {
    const key = pathKey(entry.path);
    const other = seen.get(key);
    if (other) throw collision(entry, other);
    seen.set(key, entry);
  }
  const folders = new Map<string, string>();
  for (const { path } of entries) {
    for (const [folder, key] of foldersOf(path)) {
      const listed = seen.get(key);
      if (listed && !listed.isFolder) throw new ArchiveError("archive-file-is-folder", { path: listed.path });
      // `A/x` and `a/y` would share a folder here and be apart there.
      const spelled = listed?.path ?? folders.get(key);
      if (spelled !== undefined && spelled !== folder)
        throw new ArchiveError("archive-name-collision", { path: folder, other: spelled });
      folders.set(key, folder);
    }
  }
}

/** The folders a path lies in, from the outermost on, each with its key. */
function* foldersOf(path: string): Generator<[folder: string, key: string]> {
  let [folder, key] = ["", ""];
  for (const segment of path.split("/").slice(0, -1)) {
    folder += segment;
    key += pathKey(segment);
    yield [folder, key];
    folder += "/";
    key += "/";
  }
}

function collision(
  entry: { path: string; isFolder: boolean },
  other: { path: string; isFolder: boolean },
): ArchiveError {
  if (entry.isFolder !== other.isFolder)
    return new ArchiveError("archive-file-is-folder", { path: entry.path });
  return entry.path === other.path
    ? new ArchiveError("archive-name-duplicate", { path: entry.path })
    : new ArchiveError("archive-name-collision", { path: entry.path, other: other.path });
}

/** For logs and pages: a name that was refused must not play tricks there either. */
const printable = (path: string): string => path.slice(0, 100).replace(/\p{C}|\p{Zl}|\p{Zp}/gu, "\uFFFD");
