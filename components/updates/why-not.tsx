"use client";

import { FailureMessage } from "@/components/ui/failure-message";
import type { UpdateSummary } from "@/lib/updates/model";
import { useReasonText } from "./reason-text";

/** Why a package is left out of the list, or why its download stands still; nothing when all is well. */
export function WhyNot({ update }: { update: Pick<UpdateSummary, "hidden" | "unmetRules" | "download"> }) {
  const reasonText = useReasonText();
  const { download } = update;
  if (download?.error && (download.phase === "failed" || download.phase === "waiting")) {
    return (
      <p className="line-clamp-2 max-w-md text-danger text-sm">
        <FailureMessage failure={download.error} />
      </p>
    );
  }
  if (!update.hidden || update.unmetRules.length === 0) return null;
  return (
    <ul className="max-w-md space-y-0.5 whitespace-normal text-muted text-sm">
      {update.unmetRules.map((reason) => (
        <li key={reason.rule}>{reasonText(reason)}</li>
      ))}
    </ul>
  );
}
