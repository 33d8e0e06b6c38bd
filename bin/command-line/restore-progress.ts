import type { RecoveryStep } from "@/lib/backup/restore/recover-site";

const SENTENCES = {
  verifying: "Verifying the backup",
  "restoring-database": "Restoring the database",
  "restoring-files": "Restoring keys and files",
} as const satisfies Record<RecoveryStep, string>;

/** A line for each step; at a terminal it counts up to 100 percent. */
export class RestoreProgress {
  private step: RecoveryStep | undefined;

  constructor(private readonly out: NodeJS.WriteStream) {}

  show(step: RecoveryStep, done: number, total: number): void {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (step !== this.step) {
      this.end();
      this.step = step;
      if (!this.out.isTTY) this.out.write(`${SENTENCES[step]} …`);
    }
    if (this.out.isTTY) this.out.write(`\r${SENTENCES[step]} … ${percent} %`);
  }

  /** The step is over. */
  end(): void {
    if (this.step) this.out.write(this.out.isTTY ? "\n" : " done\n");
    this.step = undefined;
  }
}
