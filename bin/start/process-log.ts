import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const MAX_BYTES = 10 * 1024 * 1024;
const TAIL_LINES = 25;

/** What a process of the product writes to its output, kept in `<data>/logs/<name>.log` and one older `.1`. */
export class ProcessLog {
  private size: number;
  private lastLines: string[] = [];

  constructor(readonly file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(output: Buffer | string): void {
    this.lastLines = [...this.lastLines, ...output.toString().split("\n").filter(Boolean)].slice(-TAIL_LINES);
    try {
      this.append(output);
    } catch {
      // A full disk or a deleted data folder is no reason to end a product that runs.
    }
  }

  private append(output: Buffer | string): void {
    if (this.size > MAX_BYTES) {
      renameSync(this.file, `${this.file}.1`);
      this.size = 0;
    }
    // Synchronous, so that the last words of a process that dies are there when its end is reported.
    writeFileSync(this.file, output, { flag: "a", mode: 0o600 });
    this.size += Buffer.byteLength(output);
  }

  /** The newest lines this run wrote. */
  tail(): string {
    return this.lastLines.join("\n");
  }
}
