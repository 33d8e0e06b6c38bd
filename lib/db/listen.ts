import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { EVENT_CHANNEL, type ProductEvent } from "./events";

const eventSchema = z.object({ topic: z.string(), key: z.string().optional() });

/**
 * Follows the product's events on a connection of its own, and reconnects for as long as `signal` lets it.
 * @param onListening each time the connection listens, the first included: what was announced before is gone, so the
 *   truth must be read anew
 */
export async function listen(
  connectionString: string,
  signal: AbortSignal,
  onEvent: (event: ProductEvent) => void,
  onListening: () => void,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString, application_name: "scp-listen" });
    const closed = new Promise<void>((resolve) => {
      client.on("end", resolve);
      client.on("error", () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    client.on("notification", (message) => {
      const parsed = eventSchema.safeParse(safeJson(message.payload));
      if (parsed.success) onEvent(parsed.data as ProductEvent);
    });
    try {
      await client.connect();
      await client.query(`listen ${EVENT_CHANNEL}`);
      onListening();
      await closed;
    } catch {
      // The database is restarting; the loop tries again.
    }
    await client.end().catch(() => {});
    if (!signal.aborted) await delay(500, undefined, { signal }).catch(() => {});
  }
}

function safeJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
