import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { updatePackageLogLines } from "@/lib/db/schema";

type PackageLogLine = typeof updatePackageLogLines.$inferInsert;

/** Lines kept while the database is away; older ones are then only in the log file. */
const MAX_WAITING = 1_000;
const FLUSH_AFTER_MS = 250;

/**
 * Copies the log lines that name a package into the database, in small batches, so that the page of the package
 * can show them. The file is the original: a line that cannot be copied is not lost. One of an executive that lost its
 * server meanwhile is as true as before, and says when it was: it is copied like any other.
 */
export class PackageLogLines {
  private waiting: PackageLogLine[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly db: Database) {}

  add(line: PackageLogLine): void {
    this.waiting.push(line);
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
  }

  /** Resolves when everything added so far is written, or could not be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    try {
      // Both or none: lines that are in the database already must not be tried again.
      await this.db.transaction(async (transaction) => {
        const tx = transaction as unknown as Database;
        await tx.insert(updatePackageLogLines).values(batch);
        for (const packageGuid of new Set(batch.map((line) => line.packageGuid))) {
          await publish(tx, { topic: "update-progress", key: packageGuid });
        }
      });
    } catch {
      // The database is restarting; the next line carries these along.
      this.waiting = [...batch, ...this.waiting].slice(-MAX_WAITING);
    }
  }
}
