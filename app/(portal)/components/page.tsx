import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { runUseCase } from "@/app/_server/run-use-case";
import { ComponentsView } from "@/components/executive/components-view";
import { NoAccess } from "@/components/shell/no-access";
import { getBackupTask } from "@/lib/backup/get-backup-task";
import { listComponents } from "@/lib/executive/list-components";
import { configureBackupTaskAction, runBackupNowAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("componentsPage"))("title") };
}

export default async function ComponentStatusPage() {
  // No permission for the backup, or no site yet: the page is whole without it.
  const [components, backup] = await Promise.all([read(listComponents), runUseCase(getBackupTask, {})]);
  if (!components) return <NoAccess action="status.view" />;
  return (
    <ComponentsView
      initial={{ components, backup: backup.ok ? backup.value : null }}
      commands={{ configureBackup: configureBackupTaskAction, runBackup: runBackupNowAction }}
    />
  );
}
