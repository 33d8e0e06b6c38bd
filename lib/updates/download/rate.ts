/** Time after which an old measurement counts for 1/e. */
const MEMORY_MS = 3_000;

/** Bytes per second as a person wants to read it: smoothed, independent of how often it is measured. */
export class TransferRate {
  private last: { at: number; bytes: number } | null = null;
  private smoothed: number | null = null;

  /**
   * @param atMs any monotonic clock
   * @param bytes total so far; a smaller total than before (a dropped file) starts anew
   * @returns bytes per second, or null at the first measurement
   */
  measure(atMs: number, bytes: number): number | null {
    const { last } = this;
    this.last = { at: atMs, bytes };
    if (last === null || atMs <= last.at || bytes < last.bytes) return this.rounded();
    const rate = ((bytes - last.bytes) * 1_000) / (atMs - last.at);
    const weight = 1 - Math.exp(-(atMs - last.at) / MEMORY_MS);
    this.smoothed = this.smoothed === null ? rate : this.smoothed + weight * (rate - this.smoothed);
    return this.rounded();
  }

  private rounded(): number | null {
    return this.smoothed === null ? null : Math.round(this.smoothed);
  }
}
