import { and, eq, isNull } from "drizzle-orm";
import { Day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { maintenanceTasks, sites } from "@/lib/db/schema";

/** The site maintenance task by its name in the product. */
export const BACKUP_TASK = "Backup Site Server";

export interface BackupSchedule {
  /** Bit 0 Sunday … bit 6 Saturday; at least one. */
  daysOfWeek: number;
  /** `HH:MM`, UTC. */
  beginTime: string;
}

export type BackupResult = "completed" | "failed";

/** The backup task as the portal shows it. */
export interface BackupTask extends BackupSchedule {
  siteCode: string;
  enabled: boolean;
  nextRunAt: Date | null;
  lastStartedAt: Date | null;
  /** When the last finished run ended, well or not. */
  lastCompletedAt: Date | null;
  lastResult: BackupResult | null;
  running: boolean;
}

/** As the product ships it: off, every day at 02:00. */
const SHIPPED = { enabled: false, daysOfWeek: 0b1111111, beginTime: "02:00" } as const;

/** The first begin time after `after` on one of the days. */
export function nextRun(schedule: BackupSchedule, after: Date): Date {
  const [hour = 0, minute = 0] = schedule.beginTime.split(":").map(Number);
  // Today may be over for its begin time, so a schedule of one day looks eight days ahead, today included.
  for (let days = 0; days <= 7; days++) {
    const day = new Date(after.getTime() + days * Day.ms);
    const at = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour, minute));
    if (at > after && (schedule.daysOfWeek & (1 << at.getUTCDay())) !== 0) return at;
  }
  throw new Error("A backup schedule needs at least one day.");
}

/** @param siteCode leave out for the top-level site; null when there is no site */
export async function readBackupTask(db: Database, siteCode?: string): Promise<BackupTask | null> {
  const [row] = await db
    .select({ siteCode: sites.siteCode, task: maintenanceTasks })
    .from(sites)
    .leftJoin(
      maintenanceTasks,
      and(eq(maintenanceTasks.siteCode, sites.siteCode), eq(maintenanceTasks.task, BACKUP_TASK)),
    )
    .where(siteCode === undefined ? isNull(sites.parentSiteCode) : eq(sites.siteCode, siteCode))
    .limit(1);
  if (!row) return null;
  const { task } = row;
  return {
    siteCode: row.siteCode,
    enabled: task?.enabled ?? SHIPPED.enabled,
    daysOfWeek: task?.daysOfWeek ?? SHIPPED.daysOfWeek,
    beginTime: task?.beginTime ?? SHIPPED.beginTime,
    nextRunAt: task?.nextRunAt ?? null,
    lastStartedAt: task?.lastStartedAt ?? null,
    lastCompletedAt: task?.lastCompletedAt ?? null,
    lastResult: (task?.lastResult as BackupResult | null | undefined) ?? null,
    running: task?.lastStartedAt != null && (task.lastCompletedAt ?? new Date(0)) < task.lastStartedAt,
  };
}

/** Writes what is given and leaves the rest as it is; the first write makes the row with the shipped settings. */
export async function saveBackupTask(
  db: Database,
  siteCode: string,
  change: Partial<typeof maintenanceTasks.$inferInsert>,
): Promise<void> {
  await db
    .insert(maintenanceTasks)
    .values({ siteCode, task: BACKUP_TASK, ...SHIPPED, ...change })
    .onConflictDoUpdate({ target: [maintenanceTasks.siteCode, maintenanceTasks.task], set: change });
}
