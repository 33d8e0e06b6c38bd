import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { PublishError } from "./failure";

const HEARTBEAT_MS = 10_000;
const STALE_AFTER_MS = 60_000;

const holderSchema = z.object({ host: z.string(), processId: z.int() });
type Holder = z.output<typeof holderSchema>;

/** Locks this process holds; a file with our process id that is not among them is from a killed namesake. */
const held = new Set<string>();

/**
 * Runs `work` while no other publisher changes the repository. The lock of a publisher that died is taken over:
 * at once when it ran on this computer, else when its heartbeat has been missing for a minute.
 * @throws PublishError `repository-busy`
 */
export async function withRepositoryLock<T>(repository: string, work: () => Promise<T>): Promise<T> {
  const file = path.resolve(repository, ".publishing.lock");
  await mkdir(repository, { recursive: true });
  await take(file);
  held.add(file);
  const heartbeat = setInterval(() => {
    // A heartbeat that fails makes the lock look abandoned, which the next beat mends.
    utimes(file, new Date(), new Date()).catch(() => {});
  }, HEARTBEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held.delete(file);
    await rm(file, { force: true });
  }
}

async function take(file: string, attempts = 2): Promise<void> {
  try {
    await writeFile(file, JSON.stringify({ host: os.hostname(), processId: process.pid }), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = await readHolder(file);
    if (attempts === 0 || (holder && !(await isAbandoned(file, holder))))
      throw new PublishError(
        "repository-busy",
        { file, host: holder?.host ?? "?", processId: holder?.processId ?? 0 },
        { cause: error },
      );
    await rm(file, { force: true });
    await take(file, attempts - 1);
  }
}

/** @returns undefined when the lock was released meanwhile, or torn by a power cut: nobody holds it */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

async function isAbandoned(file: string, holder: Holder): Promise<boolean> {
  const beatMs = await stat(file).then(
    (status) => status.mtimeMs,
    () => 0,
  );
  if (Date.now() - beatMs > STALE_AFTER_MS) return true;
  if (holder.host !== os.hostname()) return false;
  return holder.processId === process.pid ? !held.has(file) : !isRunning(holder.processId);
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
