import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** The files below a folder by their path, to be put elsewhere as often as they are needed. */
export type KeptFiles = ReadonlyMap<string, Buffer>;

export async function keepFiles(folder: string): Promise<KeptFiles> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  const read = files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const);
  return new Map(await Promise.all(read));
}

export async function putFiles(files: KeptFiles, folder: string): Promise<void> {
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}
