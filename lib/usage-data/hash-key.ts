import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

const KEY_BYTES = 32;

/** `<install>/usage-data/hash.key` of the top-level site server. */
export const hashKeyFile = (installDir: string): string => path.join(installDir, "usage-data", "hash.key");

/**
 * The key of the one-way hashes, made at the first call. Only its owner may read the file; the key is nowhere else.
 * Without the file the hierarchy gets a new one and is a stranger to the cloud.
 * @throws when the file is there and is no key: going on with another one would only hide the damage
 */
export async function loadHashKey(installDir: string): Promise<Buffer> {
  const file = hashKeyFile(installDir);
  const key = (await readIfThere(file)) ?? (await makeKey(file));
  if (key.length !== KEY_BYTES) throw new Error(`${file} is not a key of ${KEY_BYTES} bytes`);
  return key;
}

/** Written whole beside its place and linked there: a kill leaves no half key, and of two makers one wins. */
async function makeKey(file: string): Promise<Buffer> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(randomBytes(KEY_BYTES));
    await handle.sync();
    await handle.close();
    await link(draft, file).catch(ignore("EEXIST"));
  } finally {
    await handle.close().catch(() => {});
    await rm(draft, { force: true });
  }
  return readFile(file);
}

const readIfThere = (file: string): Promise<Buffer | undefined> => readFile(file).catch(ignore("ENOENT"));

const ignore = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
  return undefined;
};
