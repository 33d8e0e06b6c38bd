import { createHash, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Writes a file of random content and returns what a catalogue would say about it. */
export async function writeRandomFile(folder: string, name: string, bytes: number) {
  const content = randomBytes(bytes);
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return { path: name, bytes, sha256: createHash("sha256").update(content).digest("hex"), content };
}
