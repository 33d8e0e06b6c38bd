import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { startAfterBackup } from "./after-backup";
import { backupsFolder, removeOldBackups, removeUnfinished } from "./backup-folders";
import { readBackupSettings } from "./backup-settings";
import { type BackupResult, nextRun, readBackupTask, saveBackupTask } from "./backup-task";
import { collectKeyFiles } from "./collect-key-files";
import { recordBackups } from "./record-backups";
import { commandServices, respondingServers } from "./site-services";
import { writeBackup } from "./write-backup";

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
    await lookAfterBackups(thread);
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

/** What a kill left goes; what is on disk is what the portal lists. Not worth a thread that does not run. */
async function lookAfterBackups(thread: ThreadContext): Promise<void> {
  try {
    const { destination } = await readBackupSettings(thread.db, thread.siteCode);
    const parent = backupsFolder({ ...thread, destination });
    await removeUnfinished(parent);
    await recordBackups(thread, parent);
  } catch (error) {
    thread.log.warning(`The backups could not be looked after: ${errorText(error)}`);
  }
}

async function backUp(thread: ThreadContext): Promise<void> {
  const startedAt = thread.clock.now();
  await saveBackupTask(thread.db, thread.siteCode, { lastStartedAt: startedAt });
  await publish(thread.db, { topic: "components", key: thread.siteCode });
  thread.log.info(`Backup of site ${thread.siteCode} started.`);
  const servers = await respondingServers(thread);
  try {
    await commandServices(thread, servers, "stop");
    const folder = await writeAndKeep(thread);
    await reportStatus(thread, { messageId: STATUS_MESSAGE.backupCompleted, severity: "informational" });
    thread.log.info("Backup completed");
    await cancelAlert(thread.db, thread.clock, "backup.failed", thread.siteCode);
    await runAfterBackup(thread, folder);
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
      link: "/backup",
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

/** Old backups go only when the new one is whole. @returns the folder of the new one */
async function writeAndKeep(thread: ThreadContext): Promise<string> {
  const { db, clock, siteCode, installDir, connectionString, signal } = thread;
  const settings = await readBackupSettings(db, siteCode);
  const parent = backupsFolder({ installDir, siteCode, destination: settings.destination });
  const keys = await collectKeyFiles(thread, settings.recoveryKey);
  const { folder, manifest } = await writeBackup({
    connectionString,
    parent,
    siteCode,
    installDir,
    productVersion: PRODUCT_VERSION,
    keys,
    environment: process.env,
    now: () => clock.now(),
    signal,
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  thread.log.info(`Backed up ${manifest.tables.length} tables with ${rows} rows into ${folder}.`);
  thread.log.info(`Sealed key files of ${keys.sealed.size} servers, ${keys.missing.length} are not in it.`);
  for (const old of await removeOldBackups(parent, settings.keep)) thread.log.info(`Removed ${old}.`);
  await recordBackups(thread, parent);
  return folder;
}

/** A script that cannot be started does not undo the backup. */
async function runAfterBackup(thread: ThreadContext, folder: string): Promise<void> {
  try {
    if (!(await startAfterBackup(thread.installDir, folder))) return;
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
