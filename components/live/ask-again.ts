import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Asks anew what is on screen below a key; resolves when it is answered. An answer that is on its way may be from
 * before the change: React Query drops a later one, but would take a first one for the new one.
 */
export async function askAgain(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined });
  await client.invalidateQueries({ queryKey });
}
