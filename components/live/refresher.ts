/**
 * Refreshes by name, one refresh of a name at a time. A name that changes again meanwhile is refreshed once
 * more afterwards: cancelling the running one instead would, in a fast stream of events, never let one finish.
 */
export class Refresher {
  #running = new Set<string>();
  #again = new Set<string>();

  /** @param refresh asks anew everything on screen that goes by `name`; resolves when it is answered */
  constructor(private readonly refresh: (name: string) => Promise<void>) {}

  async changed(name: string): Promise<void> {
    if (this.#running.has(name)) {
      this.#again.add(name);
      return;
    }
    this.#running.add(name);
    try {
      do {
        this.#again.delete(name);
        await this.refresh(name);
      } while (this.#again.has(name));
    } finally {
      this.#running.delete(name);
    }
  }
}
