/**
 * Hashes this process stores that no manifest names yet, and files it is writing: garbage collection of another
 * thread leaves them alone. What a kill leaves unnamed has no pin any more and is collected.
 */
const pinned = new Map<string, Set<string>>();

export function pin(fileLib: string, sha256: string): void {
  const hashes = pinned.get(fileLib) ?? new Set();
  pinned.set(fileLib, hashes.add(sha256));
}

export function unpin(fileLib: string, hashes: Iterable<string>): void {
  for (const sha256 of hashes) pinned.get(fileLib)?.delete(sha256);
}

export const isPinned = (fileLib: string, sha256: string): boolean =>
  pinned.get(fileLib)?.has(sha256) ?? false;

const writing = new Map<string, Promise<unknown>>();

/** Two threads that want the same file on the disk write it one after the other. */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = writing.get(path) ?? Promise.resolve();
  const mine = before.then(work, work);
  // The next in line waits for the end, not for the success.
  const ended = mine.then(
    () => {},
    () => {},
  );
  writing.set(path, ended);
  try {
    return await mine;
  } finally {
    if (writing.get(path) === ended) writing.delete(path);
  }
}
