import { setTimeout as delay } from "node:timers/promises";
import { Second } from "@/lib/clock";

/** What a site may get at once after a pause, and how finely a transfer is paced. */
const STEPS_PER_SECOND = 4;
const LARGEST_STEP_BYTES = 512 * 1024;

interface LimitTime {
  /** Milliseconds of any monotonic clock. */
  now(): number;
  /** Resolves after `ms`, or when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const systemTime: LimitTime = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};

/**
 * The bandwidth limit of one file replication route: a token bucket that all transfers to a site share. What is
 * taken over the bucket is owed: the next one waits for it, so that the mean never exceeds the limit.
 */
export class SenderLimit {
  private tokens = 0;
  private filledAt: number;
  private bytesPerSecond: number | null = null;
  private changed = new AbortController();

  constructor(private readonly time: LimitTime = systemTime) {
    this.filledAt = time.now();
  }

  /** Obeyed at once, also by those who wait. @param bytesPerSecond null: no limit */
  set(bytesPerSecond: number | null): void {
    if (bytesPerSecond === this.bytesPerSecond) return;
    this.fill();
    this.bytesPerSecond = bytesPerSecond;
    this.tokens = Math.min(this.tokens, 0);
    this.changed.abort();
    this.changed = new AbortController();
  }

  stepBytes(): number {
    if (this.bytesPerSecond === null) return LARGEST_STEP_BYTES;
    return Math.max(1, Math.min(LARGEST_STEP_BYTES, Math.floor(this.bytesPerSecond / STEPS_PER_SECOND)));
  }

  /** Resolves when `bytes` may leave, or when `signal` aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const rate = this.bytesPerSecond;
      if (rate === null) return;
      this.fill();
      if (this.tokens > 0) {
        this.tokens -= bytes;
        return;
      }
      const waitMs = Math.max(1, ((1 - this.tokens) / rate) * Second.ms);
      await this.time.sleep(waitMs, AbortSignal.any([signal, this.changed.signal]));
    }
  }

  private fill(): void {
    const now = this.time.now();
    const rate = this.bytesPerSecond ?? 0;
    const gained = ((now - this.filledAt) * rate) / Second.ms;
    this.tokens = Math.min(this.tokens + gained, rate / STEPS_PER_SECOND);
    this.filledAt = now;
  }
}
