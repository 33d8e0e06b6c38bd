"use client";

import type { UpdateSummary } from "@/lib/updates/model";
import { useReasonText } from "./reason-text";

/** Why a package that is left out is left out. */
export function UnmetRules({ update }: { update: Pick<UpdateSummary, "hidden" | "unmetRules"> }) {
  const reasonText = useReasonText();
  if (!update.hidden || update.unmetRules.length === 0) return null;
  return (
    <ul className="max-w-md space-y-0.5 whitespace-normal text-muted text-sm">
      {update.unmetRules.map((reason) => (
        <li key={reason.rule}>{reasonText(reason)}</li>
      ))}
    </ul>
  );
}
