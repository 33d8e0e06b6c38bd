import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, opendir, readdir, realpath, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Day } from "@/lib/clock";
import { isRestartPending, restartMarkerFile } from "../installation/restart-marker";
import type { Facts } from "./facts";

/** Set by the operating system's packages, and by an administrator. */
const SYSTEM_RESTART_MARKER = "/run/reboot-required";
export const PENDING_RESTART_FILE = "pending-restart";

/** Where an installation writes (reference/updates.md §4.3, §5). */
const WRITTEN_FOLDERS = [
  "",
  ".update",
  "CMUStaging",
  "cd.latest",
  "bin",
  "tools",
  "LangPack",
  "Client",
  "OSD",
  "inboxes",
  "Logs",
  "ContentLib",
];

/** Always the same name: one that a kill left goes with the next check. */
export const PROBE = ".prereq-probe";

/** Where work waits that came from other sites, and the names it has there (reference/updates.md §10). */
const INBOXES = [
  { folder: "despoolr.box/receive", pattern: /\.(i..|s..|nil)$/i },
  { folder: "schedule.box/requests", pattern: /\.sr.$/i },
];
/** A folder of more entries than this has a backlog, whatever the rest of them is. */
const ENTRIES_AT_MOST = 20_000;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export async function readFreeBytes(installDir: string): Promise<number> {
  const volume = await statfs(installDir);
  return volume.bavail * volume.bsize;
}

/** Tries to write into every folder an installation writes to; only trying tells, since rights are not all there is. */
export async function findUnwritable(installDir: string): Promise<Facts["unwritable"]> {
  const refused: { folder: string; detail: string }[] = [];
  for (const name of WRITTEN_FOLDERS) {
    const folder = path.join(installDir, name);
    if (name !== "" && !(await isThere(folder))) continue;
    const probe = path.join(folder, PROBE);
    try {
      await mkdir(folder, { recursive: true });
      await rm(probe, { force: true });
      await writeFile(probe, "x", { flag: "wx" });
      await rm(probe);
    } catch (error) {
      refused.push({ folder, detail: codeOf(error) });
    }
  }
  return refused;
}

export async function findRestartMarkers(
  installDir: string,
  systemMarker = SYSTEM_RESTART_MARKER,
): Promise<Facts["restartMarkers"]> {
  const markers = [systemMarker, path.join(installDir, PENDING_RESTART_FILE)];
  const there = await Promise.all(markers.map(isThere));
  const found = markers.filter((_, at) => there[at]);
  // Left by an update that was installed before, until the computer has been restarted.
  return (await isRestartPending(installDir)) ? [...found, restartMarkerFile(installDir)] : found;
}

/** Counts what has lain in the inboxes for more than a day. */
export async function countBacklog(installDir: string, now: Date): Promise<Facts["backlog"]> {
  let files = 0;
  let where = "";
  for (const base of await inboxFolders(installDir)) {
    for (const { folder, pattern } of INBOXES) {
      const found = await countOldFiles(path.join(base, folder), pattern, now.getTime() - Day.ms);
      if (found > 0 && where === "") where = path.join(base, folder);
      files += found;
    }
  }
  return { files, folder: where };
}

/** The folder is written in both ways; on some file systems the two are one. */
async function inboxFolders(installDir: string): Promise<string[]> {
  const found = await Promise.all(
    ["Inboxes", "inboxes"].map((name) => realpath(path.join(installDir, name)).catch(() => null)),
  );
  return [...new Set(found.filter((folder) => folder !== null))];
}

async function countOldFiles(folder: string, pattern: RegExp, olderThanMs: number): Promise<number> {
  if (!(await isThere(folder))) return 0;
  let count = 0;
  let seen = 0;
  for await (const entry of await opendir(folder)) {
    if (++seen > ENTRIES_AT_MOST) break;
    if (!entry.isFile() || !pattern.test(entry.name)) continue;
    // One that is gone by now has been worked on, which is no backlog.
    const found = await stat(path.join(folder, entry.name)).catch(() => null);
    if (found && found.mtimeMs < olderThanMs) count++;
  }
  return count;
}

export interface ExpectedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** Reads every file of the update in its staging folder and compares it with what the catalogue promised. */
export async function verifyStaged(
  installDir: string,
  packageGuid: string,
  files: readonly ExpectedFile[],
  signal: AbortSignal,
): Promise<Facts["staged"]> {
  const folder = await stagingFolder(installDir, packageGuid);
  const damaged: string[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    if (folder === null || !(await isIntact(path.join(folder, file.path), file, signal)))
      damaged.push(file.path);
  }
  return { checked: files.length, damaged: damaged.length, example: damaged[0] ?? "" };
}

/** `<install>/CMUStaging/<GUID>`, however the GUID is written. */
async function stagingFolder(installDir: string, packageGuid: string): Promise<string | null> {
  const staging = path.join(installDir, "CMUStaging");
  const names = await readdir(staging).catch(() => []);
  const name = names.find((candidate) => candidate.toLowerCase() === packageGuid.toLowerCase());
  return name === undefined ? null : path.join(staging, name);
}

async function isIntact(file: string, expected: ExpectedFile, signal: AbortSignal): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile() || found.size !== expected.bytes) return false;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { signal }), hash);
  return hash.digest("hex") === expected.sha256.toLowerCase();
}
