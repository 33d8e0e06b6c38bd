import { type SQL, sql } from "drizzle-orm";
import { executives } from "@/lib/db/schema";

/** An executive that has not reported for this many seconds does not answer; a few heartbeats may come late. */
const RESPONDING_WITHIN_S = 10;

/**
 * Condition on a (left-joined) row of `executives`: it is there and alive. Never null. Both times are the database's,
 * so that neither the clock of the executive's machine nor that of the reader's matters.
 */
export const isResponding = (): SQL<boolean> =>
  sql<boolean>`coalesce(${executives.stoppedAt} is null
    and ${executives.heartbeatAt} > now() - ${RESPONDING_WITHIN_S} * interval '1 second', false)`;
