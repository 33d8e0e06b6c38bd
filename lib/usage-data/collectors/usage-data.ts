import { sql } from "drizzle-orm";
import { z } from "zod";
import { codeHistogram, count, instant, milliseconds } from "../values";
import type { Collector } from "./model";

/** More runs than a quarter of a year has, so that a run that was missed can be seen. */
const RUNS = 16;

export const usageDataRuns: Collector = {
  id: "B-27",
  schema: z.strictObject({
    /** The last complete or failed runs that were meant to leave, the newest first. */
    runs: z.array(
      z.strictObject({
        startedAt: instant,
        durationMs: milliseconds,
        level: z.int().min(1).max(3),
        outcome: z.enum(["complete", "failed"]),
        collected: count,
        failed: count,
      }),
    ),
    /** Codes of the items that failed in them. */
    itemFailures: codeHistogram,
  }),
  async collect({ db }) {
    const { rows } = await db.execute<RunRow>(sql`
      select started_at as "startedAt", extract(epoch from finished_at - started_at) * 1000 as "durationMs", level,
             state as outcome,
             (select count(*)::int from jsonb_array_elements(items) i where i->>'outcome' = 'collected') as collected,
             (select coalesce(jsonb_agg(i->>'reason'), '[]') from jsonb_array_elements(items) i
               where i->>'outcome' = 'failed') as failures
        from usage_data_runs
       where state in ('complete', 'failed') and purpose <> 'preview' and started_at is not null
       order by finished_at desc limit ${RUNS}`);
    return {
      runs: rows.map(({ startedAt, durationMs, level, outcome, collected, failures }) => ({
        startedAt: new Date(startedAt).toISOString(),
        durationMs: Math.max(0, Math.round(Number(durationMs))),
        level,
        outcome,
        collected,
        failed: failures.length,
      })),
      itemFailures: countEach(rows.flatMap(({ failures }) => failures)),
    };
  },
};

interface RunRow extends Record<string, unknown> {
  startedAt: string;
  durationMs: string;
  level: number;
  outcome: "complete" | "failed";
  collected: number;
  failures: string[];
}

function countEach(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
