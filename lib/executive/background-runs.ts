import type { ThreadContext } from "./component-thread";

/** What a look found. */
export interface Backlog<Job> {
  /** To be done now; empty: nothing. */
  due: readonly Job[];
  /** When more of it will be due; null when no date is known. */
  next: Date | null;
}

/**
 * Work that goes on beside the loop of a thread, one run at a time. A run that fails ends the thread, at its next look.
 * @template Situation what the loop knows already and the look needs
 */
export abstract class BackgroundRuns<Job, Situation = void> {
  private running: Promise<void> | null = null;
  private failure: unknown;
  private next: Date | null = null;

  constructor(protected readonly thread: ThreadContext) {}

  protected abstract find(situation: Situation): Promise<Backlog<Job>>;
  protected abstract work(due: readonly Job[]): Promise<void>;

  /** When the next of it is due; a date that passed while a run is under way waits for its end. */
  nextAt(): Date | null {
    const hasPassed = this.next !== null && this.next <= this.thread.clock.now();
    return this.running && hasPassed ? null : this.next;
  }

  /** Begins what is due, unless a run is under way. @throws what ended the last run */
  async look(situation: Situation): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.running) return;
    const { due, next } = await this.find(situation);
    this.next = next;
    if (due.length === 0) return;
    this.running = this.work(due)
      .catch((error: unknown) => {
        if (!this.thread.signal.aborted) this.failure = error;
      })
      .finally(() => {
        this.running = null;
      });
  }

  /** Resolves when nothing of it runs any more. */
  async ended(): Promise<void> {
    await this.running;
  }
}
