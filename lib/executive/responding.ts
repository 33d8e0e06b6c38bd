import { type SQL, sql } from "drizzle-orm";
import { Second } from "@/lib/clock";
import { executives } from "@/lib/db/schema";

/** An executive that has not reported for this long does not answer; a few heartbeats may come late. */
const RESPONDING_WITHIN_MS = 10 * Second.ms;

/** Condition on a (left-joined) row of `executives`: it is there and alive at `now`. Never null. */
export function isResponding(now: Date): SQL<boolean> {
  const since = new Date(now.getTime() - RESPONDING_WITHIN_MS).toISOString();
  return sql<boolean>`coalesce(${executives.stoppedAt} is null and ${executives.heartbeatAt} > ${since}::timestamptz, false)`;
}
