import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { Minute } from "@/lib/clock";
import { writeFileAtomic } from "../publish/atomic-file";

/** Says that an update waits for a restart of this computer; gone once it was restarted. */
export const restartMarkerFile = (installDir: string): string =>
  path.join(installDir, "restart-pending.json");

const markerSchema = z.object({ packageGuid: z.string(), boot: z.string() });

export async function markRestartPending(installDir: string, packageGuid: string): Promise<void> {
  const marker = { packageGuid, boot: await bootId() };
  await writeFileAtomic(restartMarkerFile(installDir), Buffer.from(JSON.stringify(marker)));
}

/** Whether this computer still runs since before the marker was written; removes the marker when it does not. */
export async function isRestartPending(installDir: string): Promise<boolean> {
  const file = restartMarkerFile(installDir);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return false;
  const marker = markerSchema.safeParse(JSON.parse(text));
  if (marker.success && marker.data.boot === (await bootId())) return true;
  await rm(file, { force: true });
  return false;
}

/** Differs after every start of the computer. */
async function bootId(): Promise<string> {
  try {
    return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  } catch {
    // Not Linux: the minute it started in, as exact as a clock that is set now and then allows.
    return String(Math.round((Date.now() - os.uptime() * 1_000) / Minute.ms));
  }
}
