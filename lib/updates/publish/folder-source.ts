import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { REDIST_FOLDER } from "../manifest";
import { PublishError } from "./failure";
import type { SourceFile } from "./target-store";

const READ_CHUNK_BYTES = 1024 * 1024;

/**
 * The files of a payload folder and, below `redist/`, of a folder of redistributables, in a stable order.
 * @throws PublishError `folder-missing`, `payload-empty`, `payload-not-a-file`
 */
export async function readSourceFolders(payload: string, redist?: string): Promise<SourceFile[]> {
  const files = await readFolder(payload, "");
  if (files.length === 0) throw new PublishError("payload-empty", { folder: payload });
  return redist ? [...files, ...(await readFolder(redist, `${REDIST_FOLDER}/`))] : files;
}

async function readFolder(folder: string, prefix: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((cause) => {
    throw new PublishError("folder-missing", { folder }, { cause });
  });
  const files: SourceFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    // A link could bring in a file from anywhere on the publisher's computer.
    if (!entry.isFile()) throw new PublishError("payload-not-a-file", { file });
    files.push({
      path: prefix + path.relative(folder, file).split(path.sep).join("/"),
      open: () => createReadStream(file, { highWaterMark: READ_CHUNK_BYTES }),
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
