import { type ChildProcess, spawn } from "node:child_process";
import { ROOT } from "../start/install.mjs";

export interface LimitedRun {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  withinMs: number;
}

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach(endGroup));

/**
 * Runs a command with its output on the terminal; at the end of its time it is ended with all it started.
 * @returns its exit code; null when it could not be run, was ended or took too long
 */
export function runLimited({
  command,
  args,
  env = process.env,
  withinMs,
}: LimitedRun): Promise<number | null> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  running.add(child);
  const limit = setTimeout(() => {
    console.error(`It took longer than ${withinMs / 1_000} s and was ended.`);
    endGroup(child);
  }, withinMs);
  return new Promise((resolve) => {
    const finish = (code: number | null) => {
      clearTimeout(limit);
      running.delete(child);
      resolve(code);
    };
    child.once("error", (error) => {
      console.error(error.message);
      finish(null);
    });
    child.once("exit", finish);
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended in between.
  }
}
