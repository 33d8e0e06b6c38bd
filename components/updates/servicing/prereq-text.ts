"use client";

import { useTranslations } from "next-intl";
import type { PrereqResult } from "@/lib/updates/servicing/model";

interface PrereqText {
  name: string;
  explanation: string;
  /** What to do about it; empty for a rule that passed. */
  cure: string;
}

/** Returns the function that names a rule of the prerequisite check, says what it found and what helps. */
export function usePrereqText(): (result: PrereqResult) => PrereqText {
  const t = useTranslations("prerequisites.rules");
  return ({ rule, result, params }) => ({
    name: t.has(`${rule}.title`) ? t(`${rule}.title`) : rule,
    explanation: t.has(`${rule}.explanation`) ? t(`${rule}.explanation`, params) : "",
    cure: result !== "passed" && t.has(`${rule}.cure`) ? t(`${rule}.cure`, params) : "",
  });
}
