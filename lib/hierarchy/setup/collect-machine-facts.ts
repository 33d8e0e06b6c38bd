import { randomUUID } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import type { MachineFacts } from "./model";

/** Looks at the computer Setup runs on. Never throws: what cannot be had is a finding. */
export async function collectMachineFacts({
  dataDir,
  publicUrl,
  sessionSecret,
}: {
  dataDir: string;
  publicUrl: string;
  sessionSecret: string;
}): Promise<MachineFacts> {
  return {
    dataFolder: dataDir,
    folderWritable: await isWritable(dataDir),
    freeBytes: await freeBytes(dataDir),
    publicUrl,
    secretCharacters: new Set(sessionSecret).size,
  };
}

/** Tried by writing, where the servers will have their installation folders: rights alone do not say it. */
async function isWritable(dataDir: string): Promise<boolean> {
  const servers = path.join(dataDir, "servers");
  const trial = path.join(servers, `.setup-${randomUUID()}`);
  try {
    await mkdir(servers, { recursive: true });
    await writeFile(trial, "");
    await rm(trial);
    return true;
  } catch {
    return false;
  }
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const volume = await statfs(folder);
    return volume.bavail * volume.bsize;
  } catch {
    return null;
  }
}
