"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { startTransition, useCallback, useOptimistic } from "react";

/**
 * A choice of the page that lives in the address, so that a link or a reload leads to the same view. Changing it
 * replaces the history entry without asking the server.
 * @param fallback what counts while the address does not say; it is left out of the address
 */
export function useAddressParam(name: string, fallback = ""): [string, (value: string) => void] {
  const params = useSearchParams();
  const path = usePathname();
  const [chosen, choose] = useOptimistic(params.get(name) ?? fallback);
  const set = useCallback(
    (value: string) => {
      // Read at the time of the change: two choices made in one event must not undo each other.
      const next = new URLSearchParams(window.location.search);
      if (value === fallback) next.delete(name);
      else next.set(name, value);
      startTransition(() => {
        // The router learns of the new address a moment later; until then a box just ticked would untick itself.
        choose(value);
        window.history.replaceState(null, "", next.size > 0 ? `${path}?${next}` : path);
      });
    },
    [name, fallback, path, choose],
  );
  return [chosen, set];
}
