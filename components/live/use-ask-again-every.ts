"use client";

import { useEffect } from "react";

/** Asks again now and then what no event announces: a server that falls silent tells nobody. */
export function useAskAgainEvery(intervalMs: number, refetch: () => Promise<unknown>): void {
  useEffect(() => {
    const timer = setInterval(() => void refetch(), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, refetch]);
}
