import { randomBytes } from "node:crypto";

/** How long what expired is remembered, to be told from what never was. */
const MEMORY_LIVES = 4;

/** What is handed out against a random key for a while: codes, refresh tokens, sessions. Gone with the process. */
export class ExpiringStore<T> {
  readonly #entries = new Map<string, { value: T; expires: number }>();

  constructor(
    private readonly lifetimeMs: number,
    private readonly newKey: () => string = () => randomBytes(48).toString("base64url"),
  ) {}

  add(value: T, now: Date): string {
    const forgotten = now.getTime() - MEMORY_LIVES * this.lifetimeMs;
    for (const [key, { expires }] of this.#entries) if (expires < forgotten) this.#entries.delete(key);
    const key = this.newKey();
    this.#entries.set(key, { value, expires: now.getTime() + this.lifetimeMs });
    return key;
  }

  /** @returns undefined for a key nobody was given */
  find(key: string, now: Date): { value: T; isExpired: boolean } | undefined {
    const entry = this.#entries.get(key);
    return entry && { value: entry.value, isExpired: now.getTime() >= entry.expires };
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }
}
