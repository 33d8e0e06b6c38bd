/**
 * Gathers what several streams want confirmed into as few waits for the disk as possible: while one batch is
 * being written down, the next gathers.
 */
export class GroupCommit<T> {
  private waiting: { item: T; done: PromiseWithResolvers<void> }[] = [];
  private running = false;

  constructor(private readonly write: (batch: readonly T[]) => Promise<void>) {}

  /** Resolves when `item` is confirmed; rejects when its batch could not be. */
  add(item: T): Promise<void> {
    const done = Promise.withResolvers<void>();
    // Whoever waits later still sees the failure; until then it must not count as unhandled.
    done.promise.catch(() => {});
    this.waiting.push({ item, done });
    if (!this.running) void this.drain();
    return done.promise;
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.write(batch.map(({ item }) => item));
        for (const { done } of batch) done.resolve();
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    this.running = false;
  }
}
