"use client";

import { FolderCog } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BackupsView } from "@/lib/backup/list-backups";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { useFailureText } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { useSizes } from "../ui/sizes";
import type { BackupCommands } from "./backup-commands";
import { StorageDialog } from "./storage-dialog";

/** Where backups go and how many stay. */
export function StorageCard({
  view,
  command,
}: {
  view: BackupsView;
  command: BackupCommands["configureStorage"];
}) {
  const t = useTranslations("backupPage.storage");
  const denied = useDeniedReason()("backup.manage");
  const [editing, setEditing] = useState(false);
  return (
    <Card
      title={t("title")}
      description={t("description", { server: view.serverFqdn })}
      actions={
        <Button disabledReason={denied} onClick={() => setEditing(true)}>
          <FolderCog aria-hidden />
          {t("edit")}
        </Button>
      }
    >
      <KeyValueList
        items={[
          { label: t("keep"), value: t("keepValue", { count: view.keep }) },
          {
            label: t("destination"),
            value: view.destination ? (
              <span className="break-all font-mono text-sm">{view.destination}</span>
            ) : (
              t("destinationDefault")
            ),
          },
          { label: t("check"), value: <DestinationCheck view={view} /> },
        ]}
      />
      {editing ? <StorageDialog view={view} command={command} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}

function DestinationCheck({ view: { destinationCheck: check, freeBytes } }: { view: BackupsView }) {
  const t = useTranslations("backupPage.storage");
  const failureText = useFailureText();
  const { bytes } = useSizes();
  if (!check) return <span className="text-muted">{t("neverChecked")}</span>;
  if (check.state === "running") {
    return (
      <StatusBadge tone="info" busy>
        {t("checking")}
      </StatusBadge>
    );
  }
  if (check.state === "failed") {
    return (
      <div className="space-y-1">
        <StatusBadge tone="danger">{t("notWritable")}</StatusBadge>
        <p className="break-words">{failureText(check.failure)}</p>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge tone="success">{t("writable")}</StatusBadge>
      {freeBytes === null ? null : <span>{t("free", { size: bytes(freeBytes) })}</span>}
    </div>
  );
}
