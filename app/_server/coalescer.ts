/**
 * Passes a topic on at once, and further calls of the same topic at most once per interval: a download reports
 * its progress many times a second, and nobody reads faster.
 */
export class Coalescer<Topic extends string> {
  #resting = new Map<Topic, { again: boolean; timer: ReturnType<typeof setTimeout> }>();

  constructor(
    private readonly intervalMs: number,
    private readonly pass: (topic: Topic) => void,
  ) {}

  offer(topic: Topic): void {
    const rest = this.#resting.get(topic);
    if (rest) rest.again = true;
    else this.#passAndRest(topic);
  }

  /** Forgets what waits. */
  clear(): void {
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }

  #passAndRest(topic: Topic): void {
    this.pass(topic);
    const timer = setTimeout(() => {
      const again = this.#resting.get(topic)?.again;
      this.#resting.delete(topic);
      if (again) this.#passAndRest(topic);
    }, this.intervalMs);
    this.#resting.set(topic, { again: false, timer });
  }
}
