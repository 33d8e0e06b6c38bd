import type { EventTopic } from "@/lib/db/events";

export type WaitOutcome = "event" | "timeout" | "stopped";

/** Hands the product's events to the threads of this process. */
export class EventHub {
  private readonly subscriptions = new Set<EventSubscription>();

  subscribe(): EventSubscription {
    const subscription = new EventSubscription(() => this.subscriptions.delete(subscription));
    this.subscriptions.add(subscription);
    return subscription;
  }

  announce(topic: EventTopic): void {
    for (const subscription of this.subscriptions) subscription.receive(topic);
  }

  /** After the listening connection was down nobody knows what was missed: everybody looks again. */
  announceAll(): void {
    for (const subscription of this.subscriptions) subscription.receive("all");
  }
}

/**
 * Events that arrive while nobody waits are kept, so that a thread misses nothing between two waits. What a thread has
 * under way may pause, that is wait for no topic, while the thread itself listens.
 */
export class EventSubscription {
  private readonly unseen = new Set<EventTopic>();
  private everything = false;
  private readonly waiting = new Set<() => void>();

  constructor(readonly close: () => void) {}

  receive(topic: EventTopic | "all"): void {
    if (topic === "all") this.everything = true;
    else this.unseen.add(topic);
    for (const wake of this.waiting) wake();
  }

  async wait(topics: readonly EventTopic[], timeoutMs: number, signal: AbortSignal): Promise<WaitOutcome> {
    if (signal.aborted) return "stopped";
    if (this.takeSeen(topics)) return "event";
    return new Promise<WaitOutcome>((resolve) => {
      const finish = (outcome: WaitOutcome) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        this.waiting.delete(wake);
        resolve(outcome);
      };
      const onAbort = () => finish("stopped");
      const timer = setTimeout(() => finish("timeout"), timeoutMs);
      signal.addEventListener("abort", onAbort, { once: true });
      const wake = () => {
        if (this.takeSeen(topics)) finish("event");
      };
      this.waiting.add(wake);
    });
  }

  private takeSeen(topics: readonly EventTopic[]): boolean {
    const seen = topics.length > 0 && (this.everything || topics.some((topic) => this.unseen.has(topic)));
    if (!seen) return false;
    this.everything = false;
    for (const topic of topics) this.unseen.delete(topic);
    return true;
  }
}
