/** Product version as sites report it: `5.00.8913.1000` = major, minor, build, revision. */
export const CM_VERSION_PATTERN = /^\d{1,3}\.\d{1,3}\.\d{1,5}\.\d{1,5}$/;

/**
 * Order of two product versions, part by part as numbers, for `Array.sort`.
 * @param a matches {@link CM_VERSION_PATTERN}
 * @param b likewise
 * @returns negative when `a` is older, 0 when equal, positive when newer
 */
export function compareCmVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (const [index, part] of left.entries()) {
    const difference = part - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
