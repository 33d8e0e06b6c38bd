"use client";

import { cn } from "@/components/ui/cn";
import { type Explained, stoppedBy, useWhyNot } from "./use-why-not";

/** The column *Reason*: one line for each rule that is not met, or the failure that stopped the download. */
export function ReasonCell({ update }: { update: Explained }) {
  const reasons = useWhyNot()(update);
  if (reasons.length === 0) return null;
  return (
    <ul className={cn("space-y-0.5 text-sm", stoppedBy(update) ? "text-danger" : "text-muted")}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
