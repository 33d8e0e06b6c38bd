import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { ROOT } from "../start/install.mjs";

export interface LimitedRun {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  withinMs: number;
  /** Where its output goes. */
  output: Writable;
}

const LAST_WORDS_WITHIN_MS = 2_000;

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach(endGroup));

/**
 * Runs a command; at the end of its time it is ended with all it started.
 * @returns its exit code; null when it could not be run, was ended or took too long
 */
export function runLimited({
  command,
  args,
  env = process.env,
  withinMs,
  output,
}: LimitedRun): Promise<number | null> {
  const child = spawnInto(output, command, args, { cwd: ROOT, env, detached: true });
  running.add(child);
  const limit = setTimeout(() => {
    output.write(`It took longer than ${withinMs / 1_000} s and was ended.\n`);
    endGroup(child);
  }, withinMs);
  return new Promise((resolve) => {
    const finish = (code: number | null) => {
      clearTimeout(limit);
      running.delete(child);
      resolve(code);
    };
    child.once("error", (error) => {
      output.write(`${error.message}\n`);
      finish(null);
    });
    // Its last words come after its end; what it left running and holds its channel must not be waited for.
    child.once("exit", (code) => setTimeout(finish, LAST_WORDS_WITHIN_MS, code));
    child.once("close", finish);
  });
}

/** A terminal is handed on, so that the command knows that it is one. */
export function spawnInto(
  output: Writable,
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "detached"> & { ipc?: true },
): ChildProcess {
  const { ipc, ...rest } = options;
  const way = output === process.stdout ? "inherit" : "pipe";
  const child = spawn(command, args, {
    ...rest,
    stdio: ["ignore", way, way, ...(ipc ? ["ipc" as const] : [])],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => output.write(chunk));
  return child;
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended in between.
  }
}
