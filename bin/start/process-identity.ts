import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** A process that cannot be mistaken for a later one with the same pid. */
export const processIdentitySchema = z.object({ pid: z.number().int().min(2), startedAt: z.string().min(1) });
export type ProcessIdentity = z.output<typeof processIdentitySchema>;

/** The identity of a running process; undefined when there is none with this pid, or it is only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? startedAtByProc(pid) : startedAtByPs(pid);
  return startedAt ? { pid, startedAt } : undefined;
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

export function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (!identity) throw new Error("This system does not tell when a process was started (/proc or ps).");
  return identity;
}

function startedAtByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may itself contain blanks and parentheses.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Field 22 of proc(5): start time in clock ticks after boot.
    return state === "Z" || state === "X" ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function startedAtByPs(pid: number): string | undefined {
  const shown = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return shown.stdout?.trim() || undefined;
}
