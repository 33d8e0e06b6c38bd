"use client";

import { useFailureText } from "@/components/ui/failure-message";
import type { UpdateSummary } from "@/lib/updates/model";
import { useReasonText } from "./reason-text";

export type Explained = Pick<UpdateSummary, "hidden" | "unmetRules" | "download">;

/** Whether there is something to explain: a package left out of the list, or a download that stands still. */
export const needsReason = (update: Explained): boolean =>
  stoppedBy(update) !== null || (update.hidden && update.unmetRules.length > 0);

/** Returns the function that says why a package is left out or its download stands still; nothing when all is well. */
export function useWhyNot(): (update: Explained) => string[] {
  const reasonText = useReasonText();
  const failureText = useFailureText();
  return (update) => {
    const failure = stoppedBy(update);
    if (failure) return [failureText(failure)];
    return update.hidden ? update.unmetRules.map(reasonText) : [];
  };
}

/** The failure that keeps a download from going on. */
export function stoppedBy({ download }: Explained) {
  if (!download?.error) return null;
  return download.phase === "failed" || download.phase === "waiting" ? download.error : null;
}
