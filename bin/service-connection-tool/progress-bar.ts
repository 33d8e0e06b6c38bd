import { formatByteRate, formatBytes, formatDuration } from "@/lib/i18n/bytes";
import type { Locale } from "@/lib/i18n/locales";
import { TransferRate } from "@/lib/updates/download/rate";

const BAR_WIDTH = 30;
/** Without a terminal each tenth gets a line. */
const LINE_EVERY_PERCENT = 10;
const REDRAW_MS = 100;

export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Shows how far something is: a bar that is redrawn on a terminal, lines elsewhere. */
export class ProgressBar {
  private readonly rate = new TransferRate();
  private drawnAt = Number.NEGATIVE_INFINITY;
  private saidPercent = -LINE_EVERY_PERCENT;
  private isDrawn = false;

  constructor(
    private readonly out: ProgressOutput,
    private readonly label: string,
    private readonly locale: Locale,
    private readonly now: () => number = () => performance.now(),
  ) {}

  update(bytesDone: number, bytesTotal: number): void {
    const at = this.now();
    const done = Math.min(bytesDone, bytesTotal);
    const percent = bytesTotal === 0 ? 100 : Math.floor((done * 100) / bytesTotal);
    const isComplete = done === bytesTotal;
    if (this.out.isTTY) {
      if (!isComplete && at - this.drawnAt < REDRAW_MS) return;
      this.drawnAt = at;
      this.draw(percent, done, bytesTotal, this.rate.measure(at, done));
    } else if (percent >= this.saidPercent + LINE_EVERY_PERCENT || (isComplete && this.saidPercent < 100)) {
      this.saidPercent = percent;
      this.out.write(`${this.label}: ${percent} % (${this.amounts(done, bytesTotal)})\n`);
    }
  }

  /** Makes room for a line; the bar comes back with its next update. */
  clear(): void {
    if (this.isDrawn) this.out.write("\r\u001b[K");
    this.isDrawn = false;
  }

  /** Leaves the bar as it is and goes to the next line. */
  end(): void {
    if (this.isDrawn) this.out.write("\n");
    this.isDrawn = false;
  }

  private draw(percent: number, done: number, total: number, bytesPerSecond: number | null): void {
    const filled = Math.round((percent * BAR_WIDTH) / 100);
    const bar = `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]`;
    const speed = bytesPerSecond ? `  ${formatByteRate(bytesPerSecond, this.locale)}` : "";
    const left =
      bytesPerSecond && done < total
        ? `  ${formatDuration(((total - done) * 1000) / bytesPerSecond, this.locale)}`
        : "";
    const line = `${this.label} ${bar} ${String(percent).padStart(3)} %  ${this.amounts(done, total)}${speed}${left}`;
    // A line that wraps could not be drawn over.
    this.out.write(`\r\u001b[K${line.slice(0, (this.out.columns ?? 120) - 1)}`);
    this.isDrawn = true;
  }

  private amounts(done: number, total: number): string {
    return `${formatBytes(done, this.locale)} / ${formatBytes(total, this.locale)}`;
  }
}
