import type { EventTopic } from "@/lib/db/events";
import { listen } from "@/lib/db/listen";
import { Coalescer } from "./coalescer";
import { settings } from "./settings";

/** At most four a second per topic. */
const INTERVAL_MS = 250;

interface Subscriber {
  onTopic(topic: EventTopic): void;
  /** The session with this id was ended; without an id, any may have been. */
  onSessions(sessionId: string | undefined): void;
  /** Nobody listened until now, or for a while, and events are lost. */
  onMissed(): void;
}

const KEY = Symbol.for("scp.portal.event-fanout");

/** Listens to the product's events on one connection per portal process and hands them to every open page. */
class EventFanout {
  readonly #subscribers = new Set<Subscriber>();
  readonly #coalescer = new Coalescer<EventTopic>(INTERVAL_MS, (topic) => {
    for (const subscriber of this.#subscribers) subscriber.onTopic(topic);
  });
  #listening: AbortController | null = null;

  /** The connection is opened with the first subscriber and closed after the last. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    this.#listening ??= this.#listen();
    return () => {
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size > 0) return;
      this.#listening?.abort();
      this.#listening = null;
      this.#coalescer.clear();
    };
  }

  #listen(): AbortController {
    const stop = new AbortController();
    void listen(
      settings().databaseUrl,
      stop.signal,
      ({ topic, key }) => {
        // An ended session must not wait for the next tick.
        if (topic === "sessions") for (const subscriber of this.#subscribers) subscriber.onSessions(key);
        this.#coalescer.offer(topic);
      },
      () => {
        for (const subscriber of this.#subscribers) subscriber.onMissed();
      },
    );
    return stop;
  }
}

export function eventFanout(): EventFanout {
  const holder = globalThis as { [KEY]?: EventFanout };
  holder[KEY] ??= new EventFanout();
  return holder[KEY];
}
