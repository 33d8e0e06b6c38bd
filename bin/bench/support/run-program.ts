import { spawn } from "node:child_process";

export interface ProgramResult {
  seconds: number;
  stdout: string;
}

/**
 * Runs a program to its end and measures it.
 * @returns null when it is not installed
 * @throws Error when it ends with another code than 0
 */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ProgramResult | null> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve(null);
      else reject(error);
    });
    child.on("close", (code) => {
      if (code === 0) resolve({ seconds: (performance.now() - startedAt) / 1_000, stdout });
      else reject(new Error(`${command} ended with ${code}: ${stderr.slice(-500)}`));
    });
  });
}
