import type { ComponentRow } from "@/lib/executive/model";

/** The steps of reference/role.md §4.2, procedure A, after the component was picked. */
export const PROCEDURE_STEPS = ["query", "stop", "query-again", "start", "query-running"] as const;
export type ProcedureStep = (typeof PROCEDURE_STEPS)[number];

/** What was seen or done longer ago says nothing about now; the procedure begins again with a Query. */
const FRESH_MS = 10 * 60_000;

type Observed = Pick<ComponentRow, "polledState" | "polledAt" | "startedAt" | "stoppedAt" | "lastCommand">;

/**
 * Where in the documented procedure a component is.
 * @param restartPending the running thread still has old settings, so an earlier restart does not count
 * @returns the step to take now; null when the component was stopped, started and then seen running
 */
export function currentStep(row: Observed, restartPending: boolean, now: Date): ProcedureStep | null {
  const isFresh = (at: Date | null): at is Date => at !== null && now.getTime() - at.getTime() <= FRESH_MS;
  if (!row.polledState || !isFresh(row.polledAt)) return "query";
  const asked = row.lastCommand;
  const notSeenSince = asked !== null && row.polledAt.getTime() < asked.requestedAt.getTime();
  if (notSeenSince && asked.operation === "stop") return "query-again";
  if (notSeenSince && asked.operation !== "query") return "query-running";
  switch (row.polledState) {
    case "stopping":
      return "query-again";
    case "stopped":
    case "failed":
      return "start";
    case "starting":
      return "query-running";
    case "running": {
      const restarted =
        isFresh(row.startedAt) &&
        row.stoppedAt !== null &&
        row.stoppedAt.getTime() <= row.startedAt.getTime();
      return restarted && !restartPending ? null : "stop";
    }
  }
}
