import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import {
  componentCommands,
  componentThreads,
  contentDistributions,
  executives,
  fileExchangeEndpoints,
  maintenanceTasks,
  serverEnrolments,
  serviceConnectionPoint,
  sessions,
  siteSystemServers,
  updatePackages,
} from "@/lib/db/schema";
import { resetUpdate } from "@/lib/updates/servicing/reset-update";
import { BACKUP_TASK, nextRun } from "../backup-task";

/**
 * How far tokens are moved on. An executive of the time before has the tokens of a later moment than the backup's; no
 * hierarchy changed hands or claimed a server so often since.
 */
const FENCE_STEP = 1_000_000;

/**
 * Puts right in a restored database what was true only of the time before: nobody hosts a server, nobody is signed in,
 * the backup that was under way is the one that was restored, and content that is in no backup is fetched anew.
 * @param ctx in the transaction that restores
 */
export async function settleDatabase(ctx: Ctx): Promise<void> {
  await fenceTheTimeBefore(ctx);
  await endEnrolments(ctx);
  await endWhatRan(ctx);
  await scheduleNextBackup(ctx);
  await fetchContentAnew(ctx);
}

/** Whoever still runs finds neither his lease nor his holding of the role: nothing of his is written. */
async function fenceTheTimeBefore({ db }: Ctx): Promise<void> {
  await db.update(siteSystemServers).set({
    executiveId: null,
    leaseExpiresAt: null,
    leaseToken: sql`${siteSystemServers.leaseToken} + ${FENCE_STEP}`,
  });
  await db.delete(executives);
  await db.execute(sql`
    select setval('service_connection_point_holder_token',
      (select last_value from service_connection_point_holder_token) + ${FENCE_STEP}::bigint)`);
  await db.update(serviceConnectionPoint).set({
    holderToken: sql`nextval('service_connection_point_holder_token')`,
    runningMode: null,
    runningModeSince: null,
  });
}

/** Logins belong to the PostgreSQL of the time before: each server on a machine of its own joins again. */
async function endEnrolments({ db, clock, actor }: Ctx): Promise<void> {
  await db
    .update(serverEnrolments)
    .set({ endedAt: clock.now(), endedBy: actorName(actor) })
    .where(isNull(serverEnrolments.endedAt));
}

async function endWhatRan({ db, clock }: Ctx): Promise<void> {
  // A session that was ended after the backup must not come back to life.
  await db.delete(sessions);
  await db
    .update(componentThreads)
    .set({ state: "stopped", threadId: null, heartbeatAt: null, nextScheduledAt: null });
  await db
    .update(componentCommands)
    .set({ state: "failed", outcome: "executive-ended", finishedAt: clock.now() })
    .where(inArray(componentCommands.state, ["pending", "taken"]));
  // Each executive says anew where it gives files, and with which certificate.
  await db.delete(fileExchangeEndpoints);
}

/** The backup was copied in the middle of its own run, which a restart would take for one that was killed. */
async function scheduleNextBackup({ db, clock }: Ctx): Promise<void> {
  const now = clock.now();
  const tasks = await db.select().from(maintenanceTasks).where(eq(maintenanceTasks.task, BACKUP_TASK));
  for (const task of tasks) {
    await db
      .update(maintenanceTasks)
      .set({
        lastCompletedAt: task.lastStartedAt,
        lastResult: task.lastStartedAt ? "completed" : task.lastResult,
        nextRunAt: task.enabled ? nextRun(task, now) : null,
      })
      .where(and(eq(maintenanceTasks.task, task.task), eq(maintenanceTasks.siteCode, task.siteCode)));
  }
}

/** Neither downloads nor the content library are in a backup (reference/role.md §8.5). */
async function fetchContentAnew(ctx: Ctx): Promise<void> {
  const { db, clock } = ctx;
  const packages = await db
    .select({ packageGuid: updatePackages.packageGuid })
    .from(updatePackages)
    .where(isNull(updatePackages.installedAt));
  // Refused for what was not downloaded yet, and for what is being installed, which only an administrator can judge.
  for (const { packageGuid } of packages) await resetUpdate(ctx, { packageGuid, forceDelete: true });
  await db
    .update(contentDistributions)
    .set({ validationRequestedAt: clock.now() })
    .where(eq(contentDistributions.state, "stored"));
}
