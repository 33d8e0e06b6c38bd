"use client";

import { useTranslations } from "next-intl";
import type { BackupsView } from "@/lib/backup/list-backups";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import { EmptyState } from "../ui/empty-state";
import { useBackupColumns } from "./backup-columns";
import type { BackupCommands } from "./backup-commands";

/** The backups on the site server's disk, newest first. */
export function BackupsTable({ view, command }: { view: BackupsView; command: BackupCommands["verify"] }) {
  const t = useTranslations("backupPage.list");
  const columns = useBackupColumns(command);
  return (
    <Card title={t("title")} description={t("description")} padded={false}>
      <DataTable
        label={t("title")}
        fileName="backups"
        rows={view.backups}
        columns={columns}
        rowId={(row) => row.id}
        initialSort={{ id: "createdAt", desc: true }}
        initiallyHidden={["folder", "version"]}
        empty={<EmptyState title={t("empty")} description={t("emptyText")} />}
      />
    </Card>
  );
}
