import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";

/** Why a run is the one that is shown. */
export type RunStanding = "leaving" | "preview" | "sent" | "not-sent";

const ON_ITS_WAY: ReadonlySet<string> = new Set(["pending", "uploading", "waiting"]);

/** Whether these bytes leave next. */
export const isLeaving = (run: UsageDataRun): boolean =>
  run.state === "complete" && ON_ITS_WAY.has(run.upload?.state ?? "");

/** How a complete run stands to what leaves. */
export function standingOf(run: UsageDataRun): RunStanding {
  if (isLeaving(run)) return "leaving";
  if (run.purpose === "preview") return "preview";
  return run.upload?.state === "accepted" ? "sent" : "not-sent";
}

/** Runs with a document, newest first, as they are given. */
export const readable = (runs: readonly UsageDataRun[]): UsageDataRun[] =>
  runs.filter((run) => run.bodySha256 !== null);

/**
 * The run to show to who asks what will leave: the batch that waits; without one the newest, at the level in force,
 * because it resembles the next one most.
 */
export function chooseRun(runs: readonly UsageDataRun[], level: number): UsageDataRun | undefined {
  const all = readable(runs);
  return all.find(isLeaving) ?? all.find((run) => run.level === level) ?? all[0];
}

/** The batch that was accepted last, before another run. */
export function lastSent(runs: readonly UsageDataRun[], before?: UsageDataRun): UsageDataRun | undefined {
  return readable(runs).find(
    (run) => run.upload?.state === "accepted" && (!before || run.requestedAt < before.requestedAt),
  );
}

/** What is compared when nobody says: what leaves with the last upload, else the two newest; the older one first. */
export function choosePair(
  runs: readonly UsageDataRun[],
  level: number,
): { before: UsageDataRun; after: UsageDataRun } | null {
  const after = chooseRun(runs, level);
  const before = lastSent(runs, after) ?? readable(runs).find((run) => run !== after);
  if (!after || !before) return null;
  return before.requestedAt <= after.requestedAt ? { before, after } : { before: after, after: before };
}
