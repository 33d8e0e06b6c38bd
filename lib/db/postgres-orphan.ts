import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const FAST_SHUTDOWN_MS = 8_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/** Ends the server whose pid the cluster recorded, if it still runs: its starter was killed. */
export async function endOrphanedServer(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, "postmaster.pid");
  const recorded = await readFile(pidFile, "utf8").catch(() => undefined);
  if (recorded === undefined) return;
  const pid = Number(recorded.split("\n")[0]);
  if (!(await endsOn("SIGINT", pid, cluster, FAST_SHUTDOWN_MS))) {
    await endsOn("SIGQUIT", pid, cluster, IMMEDIATE_SHUTDOWN_MS);
  }
  // PostgreSQL believes its own pid file as soon as *any* process of the same user has that pid, and in a
  // container pids come back at once. Nothing serves this cluster now, so the file says nothing.
  if (!isServerOf(pid, cluster)) await rm(pidFile, { force: true });
}

async function endsOn(
  signal: NodeJS.Signals,
  pid: number,
  cluster: string,
  withinMs: number,
): Promise<boolean> {
  if (!isServerOf(pid, cluster)) return true;
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await delay(50)) {
    if (!isServerOf(pid, cluster)) return true;
  }
  return false;
}

/** A pid is reused sooner or later; only a process that names this very cluster is ours to end. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(cluster);
    } catch {
      return false;
    }
  }
  const shown = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return shown.stdout.includes(cluster);
}
