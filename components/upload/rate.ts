const WINDOW_MS = 5_000;

/** Bytes per second over a sliding window: steady enough to read, quick enough to follow. */
export class Rate {
  #marks: { at: number; bytes: number }[] = [];

  at(bytes: number): number | null {
    const now = performance.now();
    this.#marks = [...this.#marks.filter((mark) => now - mark.at < WINDOW_MS), { at: now, bytes }];
    const [first] = this.#marks;
    if (!first || now - first.at < 500) return null;
    return ((bytes - first.bytes) / (now - first.at)) * 1_000;
  }
}

export interface UploadProgress {
  bytesDone: number;
  /** Bytes per second over the last seconds; null until there is a measure. */
  bytesPerSecond: number | null;
}
