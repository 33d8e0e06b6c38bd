import { setTimeout as delay } from "node:timers/promises";

const ASK_EVERY_MS = 150;

/**
 * Waits until `GET /api/health` answers 200.
 * @throws Error with the last answer when it does not within the time
 */
export async function waitForHealth(url: string, withinMs: number, signal: AbortSignal): Promise<void> {
  let last = "no answer";
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; ) {
    signal.throwIfAborted();
    try {
      const response = await fetch(new URL("/api/health", url), { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      last = (error as Error).message;
    }
    await delay(ASK_EVERY_MS);
  }
  throw new Error(`The product started but is not healthy after ${withinMs / 1_000} s: ${last}`);
}
