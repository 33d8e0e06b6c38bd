import { z } from "zod";
import type { CheckedRequirement } from "./model";

const result = z.object({
  checks: z.array(
    z.object({
      id: z.string(),
      severity: z.enum(["error", "warning"]),
      outcome: z.enum(["passed", "failed", "unknown"]),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

/** What the server found, out of the result of its task; null when there is none (yet). */
export const checkedRequirements = (taskResult: unknown): CheckedRequirement[] | null =>
  result.safeParse(taskResult).data?.checks ?? null;

/** What forbids the installation. */
export const unmetRequirements = (checks: readonly CheckedRequirement[]): CheckedRequirement[] =>
  checks.filter(({ severity, outcome }) => severity === "error" && outcome === "failed");
