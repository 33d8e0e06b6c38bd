import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { formatServerLine, type LogLine } from "./cmtrace";

/** Usual size of a server component's log (reference/role.md §14.3). */
export const DEFAULT_MAX_LOG_BYTES = 2 * 1024 * 1024;

/**
 * A component's log on disk. Each line is one synchronous append, so that lines of two threads never mix and a
 * kill loses at most the line being written. A full `x.log` becomes `x.lo_`, overwriting the one before.
 */
export class LogFile {
  constructor(
    readonly path: string,
    private readonly maxBytes = DEFAULT_MAX_LOG_BYTES,
  ) {
    mkdirSync(dirname(path), { recursive: true });
  }

  append(line: LogLine): void {
    const bytes = Buffer.from(formatServerLine(line));
    // Opened anew for every line: another writer may have rotated the file, or an administrator removed it.
    const file = openSync(this.path, "a");
    let full = false;
    try {
      const { size } = fstatSync(file);
      full = size > 0 && size + bytes.length > this.maxBytes;
      if (!full) writeSync(file, bytes);
    } finally {
      closeSync(file);
    }
    if (!full) return;
    renameSync(this.path, `${this.path.replace(/\.log$/i, "")}.lo_`);
    this.append(line);
  }
}
