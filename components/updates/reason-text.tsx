"use client";

import { useTranslations } from "next-intl";
import type { ApplicabilityReason } from "@/lib/db/schema";

/** Returns the function that says a judged rule in the reader's language. */
export function useReasonText(): (reason: ApplicabilityReason) => string {
  const t = useTranslations("updates.reasons");
  return ({ rule, passed, params }) => {
    const key = `${rule}.${passed ? "passed" : "failed"}`;
    return t.has(key) ? t(key, params) : rule;
  };
}
