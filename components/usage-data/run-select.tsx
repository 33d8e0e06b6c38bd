"use client";

import type { ReactNode } from "react";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { SelectField } from "../ui/field";
import { useRunLabel } from "./run-label";

/** Chooses one of the runs that have a document. */
export function RunSelect({
  label,
  runs,
  value,
  onChange,
  className,
}: {
  label: ReactNode;
  runs: readonly UsageDataRun[];
  value: string;
  onChange(runId: string): void;
  className?: string;
}) {
  const runLabel = useRunLabel();
  return (
    <SelectField
      label={label}
      className={className}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {runs.map((run) => (
        <option key={run.runId} value={run.runId}>
          {runLabel(run)}
        </option>
      ))}
    </SelectField>
  );
}
