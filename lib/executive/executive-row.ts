import { hostname } from "node:os";
import { eq, sql } from "drizzle-orm";
import { type Clock, Second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { type ExecutiveMisfit, executives } from "@/lib/db/schema";

/** An answer that took longer waited for something, and says nothing about the clocks. */
const EXACT_WITHIN_MS = 2 * Second.ms;

/** What an executive says of itself, whatever the database knew of it before. */
export interface ExecutiveSelf {
  id: string;
  version: string;
  servers: readonly string[];
  startedAt: Date;
}

/** Says that the executive lives, how far its clock is off, and whether it may host servers. */
export async function reportExecutive(
  db: Database,
  clock: Clock,
  { servers, ...self }: ExecutiveSelf,
  misfit: ExecutiveMisfit | null,
): Promise<void> {
  const clockSkewMs = await measureClockSkew(db, clock);
  await db
    .insert(executives)
    .values({
      ...self,
      servers: [...servers],
      hostName: hostname(),
      processId: process.pid,
      heartbeatAt: sql`now()`,
      clockSkewMs,
      misfit,
    })
    .onConflictDoUpdate({
      target: executives.id,
      set: {
        heartbeatAt: sql`now()`,
        stoppedAt: null,
        misfit,
        ...(clockSkewMs === null ? {} : { clockSkewMs }),
      },
    });
}

export async function reportStopped(db: Database, executiveId: string): Promise<void> {
  await db
    .update(executives)
    .set({ stoppedAt: sql`now()`, heartbeatAt: sql`now()` })
    .where(eq(executives.id, executiveId));
}

/** Processes that were not heard from for a week are of no interest to anybody. */
export async function forgetOldExecutives(db: Database): Promise<void> {
  await db.delete(executives).where(sql`${executives.heartbeatAt} < now() - interval '7 days'`);
}

/**
 * How far `clock` is ahead of the database's, in milliseconds, as exact as half the time an answer takes.
 * @returns null when this answer took too long to tell, or the clock was set meanwhile
 */
export async function measureClockSkew(db: Database, clock: Clock): Promise<number | null> {
  const asked = clock.now().getTime();
  const { rows } = await db.execute<{ now: string }>(
    sql`select extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  const answered = clock.now().getTime();
  if (answered < asked || answered - asked > EXACT_WITHIN_MS) return null;
  return Math.round((asked + answered) / 2 - Number(rows[0]?.now));
}
