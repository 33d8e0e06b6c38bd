import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentUser } from "@/app/_server/current-user";
import { runUseCase } from "@/app/_server/run-use-case";
import { BackupView } from "@/components/backup/backup-view";
import { NoSite } from "@/components/backup/no-site";
import { NoAccess } from "@/components/shell/no-access";
import { can } from "@/lib/access/permissions";
import { getBackupTask } from "@/lib/backup/get-backup-task";
import { listBackups } from "@/lib/backup/list-backups";
import { getRecovery } from "@/lib/backup/recovery/get-recovery";
import { configureBackupTaskAction, runBackupNowAction } from "../components/actions";
import {
  configureBackupStorageAction,
  requestBackupVerificationAction,
  setRecoveryPassphraseAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("backupPage"))("title") };
}

export default async function BackupPage() {
  // Asked first: a refusal by the queries would be audited, and a look at a page is no attempt.
  if (!(await mayView())) return <NoAccess action="backup.view" />;
  const [task, backups, recovery] = await Promise.all([
    runUseCase(getBackupTask, {}),
    runUseCase(listBackups, {}),
    runUseCase(getRecovery, {}),
  ]);
  if (!backups.ok || !task.ok) return <NoSite />;
  return (
    <BackupView
      initial={{ task: task.value, backups: backups.value, recovery: recovery.ok ? recovery.value : null }}
      task={{ configureBackup: configureBackupTaskAction, runBackup: runBackupNowAction }}
      commands={{
        configureStorage: configureBackupStorageAction,
        setPassphrase: setRecoveryPassphraseAction,
        verify: requestBackupVerificationAction,
      }}
    />
  );
}

async function mayView(): Promise<boolean> {
  const user = await currentUser();
  return user !== null && can(user.actor, "backup.view");
}
