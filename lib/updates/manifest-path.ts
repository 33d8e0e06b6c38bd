/** Reserved on Windows in any folder and with any extension; a site server may be one. */
const RESERVED_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
const FORBIDDEN_CHARACTER = /[<>:"|?*\\]/;

/** In UTF-16 units; leaves room for the package's folder within the 260 of the oldest servers. */
const MAX_PATH_LENGTH = 180;

/**
 * Whether a path of the manifest names a file below the package's folder on every system a site server runs
 * on: `/` between segments, no `.` or `..`, no drive letter or backslash, no control character, no name that
 * Windows reserves, shortens or rewrites.
 */
export function isSafeManifestPath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && path.split("/").every(isSafeSegment);
}

function isSafeSegment(segment: string): boolean {
  return (
    segment !== "" &&
    !/[. ]$/.test(segment) &&
    !segment.startsWith(" ") &&
    !FORBIDDEN_CHARACTER.test(segment) &&
    !hasControlCharacter(segment) &&
    !RESERVED_NAME.test(segment)
  );
}

const hasControlCharacter = (text: string): boolean => /\p{Cc}|\p{Cf}|\p{Cs}/u.test(text);

/**
 * The first path that cannot exist beside the others: the same name again on a system that ignores case, or a
 * file where another path needs a folder.
 */
export function findCollidingPath(paths: readonly string[]): string | undefined {
  const files = new Set<string>();
  for (const path of paths) {
    const key = pathKey(path);
    if (files.has(key)) return path;
    files.add(key);
  }
  return paths.find((path) => parentsOf(pathKey(path)).some((parent) => files.has(parent)));
}

const pathKey = (path: string): string => path.normalize("NFC").toLowerCase();

function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
