"use client";

import { useTranslations } from "next-intl";
import type { BackupTask } from "@/lib/backup/backup-task";
import type { BackupsView } from "@/lib/backup/list-backups";
import type { RecoveryView } from "@/lib/backup/recovery/model";
import { BackupCard } from "../executive/backup-card";
import type { ExecutiveCommands } from "../executive/executive-commands";
import { useLiveQuery } from "../live/use-live-query";
import { RecoveryBanner } from "../recovery/recovery-banner";
import { PageHeader } from "../ui/page-header";
import type { BackupCommands } from "./backup-commands";
import { BackupsTable } from "./backups-table";
import { PassphraseCard } from "./passphrase-card";
import { StorageCard } from "./storage-card";

interface BackupViewProps {
  initial: { task: BackupTask; backups: BackupsView; recovery: RecoveryView | null };
  task: Pick<ExecutiveCommands, "configureBackup" | "runBackup">;
  commands: BackupCommands;
}

/** What is backed up, when, where to and with which keys; and the backups there are. */
export function BackupView({ initial, task, commands }: BackupViewProps) {
  const t = useTranslations("backupPage");
  const { data: view = initial.backups } = useLiveQuery("listBackups", {}, { initialData: initial.backups });
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {initial.recovery ? <RecoveryBanner initial={initial.recovery} /> : null}
      <div className="space-y-4">
        <BackupCard initial={initial.task} commands={task} />
        <div className="grid gap-4 lg:grid-cols-2">
          <StorageCard view={view} command={commands.configureStorage} />
          <PassphraseCard recoveryKey={view.recoveryKey} command={commands.setPassphrase} />
        </div>
        <BackupsTable view={view} command={commands.verify} />
      </div>
    </>
  );
}
