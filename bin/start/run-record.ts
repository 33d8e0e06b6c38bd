import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { isRunning, type ProcessIdentity, processIdentitySchema } from "./process-identity";

/** Parts end by themselves when their supervisor is gone; this is how long they get. */
const END_BY_ITSELF_MS = 5_000;

const recordSchema = z.record(z.string(), processIdentitySchema);

/** The processes of this start in `<data>/run/processes.json`, so that the next one can end what a kill left. */
export class RunRecord {
  private readonly processes = new Map<string, ProcessIdentity>();
  private readonly file: string;

  constructor(runDir: string) {
    mkdirSync(runDir, { recursive: true });
    this.file = path.join(runDir, "processes.json");
  }

  set(name: string, identity: ProcessIdentity | undefined): void {
    if (identity) this.processes.set(name, identity);
    else this.processes.delete(name);
    try {
      // Renamed into place: a kill while it is written must not lose the processes of before.
      writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.processes)));
      renameSync(`${this.file}.new`, this.file);
    } catch {
      // A full disk or a deleted data folder is no reason to end a product that runs.
    }
  }

  /** Ends what an earlier start left running. Only processes that are still the recorded ones are touched. */
  async endLeftovers(): Promise<void> {
    const left = this.read().filter(isRunning);
    for (const { pid } of left) signal(pid, "SIGTERM");
    for (const deadline = Date.now() + END_BY_ITSELF_MS; Date.now() < deadline; await delay(50)) {
      if (!left.some(isRunning)) return;
    }
    for (const identity of left.filter(isRunning)) signal(identity.pid, "SIGKILL");
  }

  private read(): ProcessIdentity[] {
    try {
      return Object.values(recordSchema.parse(JSON.parse(readFileSync(this.file, "utf8"))));
    } catch {
      // The first start.
      return [];
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    // The whole group: each part leads one, with whatever it has started.
    process.kill(name === "SIGKILL" ? -pid : pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
