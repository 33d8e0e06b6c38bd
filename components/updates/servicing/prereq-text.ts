"use client";

import { useTranslations } from "next-intl";
import { useSizes } from "@/components/ui/sizes";
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
  const sizes = useSizes();
  /** What counts bytes is said as a size; nobody compares ten digits. */
  const inWords = (params: PrereqResult["params"]) =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        name.endsWith("Bytes") && typeof value === "number" ? sizes.bytes(value) : value,
      ]),
    );
  return ({ rule, result, params }) => ({
    name: t.has(`${rule}.title`) ? t(`${rule}.title`) : rule,
    explanation: t.has(`${rule}.explanation`) ? t(`${rule}.explanation`, inWords(params)) : "",
    cure: result !== "passed" && t.has(`${rule}.cure`) ? t(`${rule}.cure`, inWords(params)) : "",
  });
}
