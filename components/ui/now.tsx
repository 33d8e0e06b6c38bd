"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;
let current = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const readers = new Set<() => void>();

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  if (!timer) {
    current = Date.now();
    timer = setInterval(() => {
      current = Date.now();
      for (const notify of readers) notify();
    }, TICK_MS);
  }
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The time, moving on every `everyMs`. During hydration it is the server's, so that both render the same words;
 * one timer serves every reader of the page.
 */
export function useLiveNow(everyMs = 10_000): Date {
  const served = useNow().getTime();
  const floor = (ms: number) => Math.floor(ms / everyMs) * everyMs;
  const ms = useSyncExternalStore(
    subscribe,
    () => floor(timer ? current : Date.now()),
    () => served,
  );
  return new Date(ms);
}
