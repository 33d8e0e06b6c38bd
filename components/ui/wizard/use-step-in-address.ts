"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";

/** The page of a wizard lives in the address; each one is a step of the browser's history. */
export function useStepInAddress() {
  const router = useRouter();
  const path = usePathname();
  return {
    /** Empty: the address does not say, and the first is meant. */
    asked: useSearchParams().get("step") ?? "",
    go: (step: string, more: Readonly<Record<string, string>> = {}) =>
      router.push(`${path}?${new URLSearchParams({ step, ...more })}`, { scroll: false }),
  };
}
