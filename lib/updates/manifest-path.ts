/** Reserved on Windows in any folder, with any extension and before any spaces; a site server may be one. */
const RESERVED_NAME = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i;
/** Seen by nobody, or seen as another: `U+F02F`, for one, is a slash to systems that map what Windows forbids. */
const INVISIBLE_CHARACTER = /\p{C}|\p{Zl}|\p{Zp}/u;
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
    !hasInvisibleCharacter(segment) &&
    !isReservedName(segment)
  );
}

/** @param segment between two `/` */
export const isReservedName = (segment: string): boolean => RESERVED_NAME.test(segment);

export const hasInvisibleCharacter = (text: string): boolean => INVISIBLE_CHARACTER.test(text);

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

/**
 * The same for two paths that some system takes for one. By way of the capitals, because some letters have two small
 * forms, and others become two letters.
 */
export const pathKey = (path: string): string =>
  path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
