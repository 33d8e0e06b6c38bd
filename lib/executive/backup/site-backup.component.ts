import { join } from "node:path";
import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import type { ComponentDefinition, ThreadContext } from "../component-thread";
import { errorText } from "../error-text";
import { COMPONENT_LOG_FILES } from "../model";
import { startAfterBackup } from "./after-backup";
import { type BackupResult, nextRun, readBackupTask, saveBackupTask } from "./backup-task";
import { commandServices, respondingServers } from "./site-services";
import { recoverBackup, writeBackup } from "./write-backup";

/**
 * SMS_SITE_BACKUP: runs the task Backup Site Server when its time has come. It stops SMS_EXECUTIVE on the servers of
 * the site, backs up the site database and starts SMS_EXECUTIVE again, which also makes a pending mode effective.
 *
 * The time stays due until a run has ended, so that a run that was killed is made anew at the next start.
 */
export const siteBackup: ComponentDefinition = {
  name: "SMS_SITE_BACKUP",
  logFile: COMPONENT_LOG_FILES.SMS_SITE_BACKUP,
  type: 1,
  runsOn: "top-level-site-server",
  ownService: true,
  async run(thread) {
    await recoverBackup(backupFolder(thread)).catch((error: unknown) =>
      thread.log.warning(`The last backup could not be looked after: ${errorText(error)}`),
    );
    while (!thread.signal.aborted) {
      const task = await readBackupTask(thread.db, thread.siteCode);
      const dueAt = task?.nextRunAt ?? null;
      await thread.setNextScheduled(dueAt);
      const waitMs = dueAt ? dueAt.getTime() - thread.clock.now().getTime() : Minute.ms;
      if (dueAt && waitMs <= 0) await backUp(thread);
      else await thread.wait(["commands"], Math.min(waitMs, Minute.ms));
    }
  },
};

export const backupFolder = ({ installDir, siteCode }: Pick<ThreadContext, "installDir" | "siteCode">) =>
  join(installDir, "Backup", `${siteCode}Backup`);

async function backUp(thread: ThreadContext): Promise<void> {
  const startedAt = thread.clock.now();
  await saveBackupTask(thread.db, thread.siteCode, { lastStartedAt: startedAt });
  await publish(thread.db, { topic: "components", key: thread.siteCode });
  thread.log.info(`Backup of site ${thread.siteCode} started.`);
  const servers = await respondingServers(thread);
  try {
    await commandServices(thread, servers, "stop");
    const manifest = await writeBackup({
      connectionString: thread.connectionString,
      folder: backupFolder(thread),
      siteCode: thread.siteCode,
      now: startedAt,
      signal: thread.signal,
    });
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    thread.log.info(`Backed up ${manifest.tables.length} tables with ${rows} rows.`);
    await reportStatus(thread, { messageId: STATUS_MESSAGE.backupCompleted, severity: "informational" });
    thread.log.info("Backup completed");
    await cancelAlert(thread.db, thread.clock, "backup.failed", thread.siteCode);
    await runAfterBackup(thread);
    await endRun(thread, "completed");
  } catch (error) {
    // Stopped in the middle: the run is still due.
    if (thread.signal.aborted) return;
    const reason = errorText(error);
    thread.log.error(`Backup failed: ${reason}`);
    await raiseAlert(thread.db, thread.clock, {
      code: "backup.failed",
      objectId: thread.siteCode,
      severity: 1,
      params: { site: thread.siteCode, error: reason },
      link: "/components",
    });
    await reportStatus(thread, {
      messageId: STATUS_MESSAGE.backupFailed,
      severity: "error",
      strings: [thread.siteCode, reason],
    });
    await endRun(thread, "failed");
  } finally {
    await commandServices(thread, servers, "start");
  }
}

/** A script that cannot be started does not undo the backup. */
async function runAfterBackup(thread: ThreadContext): Promise<void> {
  try {
    if (!(await startAfterBackup(thread.installDir, backupFolder(thread)))) return;
    await reportStatus(thread, { messageId: STATUS_MESSAGE.afterBackupStarted, severity: "informational" });
  } catch (error) {
    thread.log.warning(`AfterBackup was not started: ${errorText(error)}`);
  }
}

async function endRun(thread: ThreadContext, result: BackupResult): Promise<void> {
  const now = thread.clock.now();
  const task = await readBackupTask(thread.db, thread.siteCode);
  await saveBackupTask(thread.db, thread.siteCode, {
    lastCompletedAt: now,
    lastResult: result,
    nextRunAt: task?.enabled ? nextRun(task, now) : null,
  });
  await publish(thread.db, { topic: "components", key: thread.siteCode });
}
