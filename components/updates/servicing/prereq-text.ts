"use client";

import { useTranslations } from "next-intl";
import type { PrereqResult } from "@/lib/updates/servicing/model";

/** Returns the function that names a rule of the prerequisite check and explains what it found. */
export function usePrereqText(): (result: PrereqResult) => { name: string; explanation: string } {
  const t = useTranslations("prerequisites.rules");
  return ({ rule, result, params }) => ({
    name: t.has(`${rule}.name`) ? t(`${rule}.name`) : rule,
    explanation: t.has(`${rule}.${result}`) ? t(`${rule}.${result}`, params) : "",
  });
}
