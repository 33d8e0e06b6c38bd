"use client";

import { useLocale } from "next-intl";
import { formatByteRate, formatBytes, formatDuration } from "@/lib/i18n/bytes";

/** Sizes, rates and durations in the reader's language. */
export function useSizes() {
  const locale = useLocale();
  return {
    bytes: (value: number) => formatBytes(value, locale),
    rate: (bytesPerSecond: number) => formatByteRate(bytesPerSecond, locale),
    duration: (ms: number) => formatDuration(ms, locale),
  };
}
