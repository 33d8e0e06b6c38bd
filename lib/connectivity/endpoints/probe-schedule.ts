import { and, desc, eq, isNotNull } from "drizzle-orm";
import { Hour } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { endpointProbeRuns, endpointProbeSchedule, endpointProbes } from "@/lib/db/schema";
import { readEndpointNeeds } from "./endpoint-needs";
import { whyNotProbed } from "./probe-admission";

/** How long an endpoint that could not be reached is left in peace. */
const RETRY_HOURS = 1;

export interface ProbeSchedule {
  enabled: boolean;
  intervalHours: number;
  changedAt: Date | null;
  changedBy: string | null;
}

const DAILY: ProbeSchedule = { enabled: true, intervalHours: 24, changedAt: null, changedBy: null };

export async function readProbeSchedule(db: Database): Promise<ProbeSchedule> {
  const [row] = await db.select().from(endpointProbeSchedule);
  return row ?? DAILY;
}

/**
 * When a server that holds the role is to test by itself: by the schedule, an hour after a test that missed something, and
 * at once when something needed was never tested from here.
 * @returns null while it is switched off, or nothing may be asked
 */
export async function nextProbeAt(db: Database, serverId: string, now: Date): Promise<Date | null> {
  const { enabled, intervalHours } = await readProbeSchedule(db);
  if (!enabled || (await whyNotProbed(db))) return null;
  const needed = (await readEndpointNeeds(db)).targets.filter((target) => target.needed);
  if (needed.length === 0) return null;
  const [last] = await db
    .select()
    .from(endpointProbeRuns)
    .where(
      and(
        eq(endpointProbeRuns.serverId, serverId),
        eq(endpointProbeRuns.whole, true),
        isNotNull(endpointProbeRuns.finishedAt),
      ),
    )
    .orderBy(desc(endpointProbeRuns.startedAt))
    .limit(1);
  if (!last) return now;
  const tested = await db
    .select({ endpoint: endpointProbes.endpoint })
    .from(endpointProbes)
    .where(eq(endpointProbes.runId, last.id));
  const known = new Set(tested.map(({ endpoint }) => endpoint));
  if (needed.some(({ endpoint }) => !known.has(endpoint))) return now;
  const hours = last.unreachable > 0 ? Math.min(RETRY_HOURS, intervalHours) : intervalHours;
  return new Date(last.startedAt.getTime() + hours * Hour.ms);
}
