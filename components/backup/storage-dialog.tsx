"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BackupsView } from "@/lib/backup/list-backups";
import { TextField } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { useCommand } from "../ui/use-command";
import type { BackupCommands } from "./backup-commands";

/** How many backups stay, and the folder they go to. */
export function StorageDialog({
  view,
  command,
  onClose,
}: {
  view: BackupsView;
  command: BackupCommands["configureStorage"];
  onClose(): void;
}) {
  const t = useTranslations("backupPage.storage.form");
  const [keep, setKeep] = useState(String(view.keep));
  const [destination, setDestination] = useState(view.destination ?? "");
  const { run, pending, failure } = useCommand(command, {
    success: t("saved"),
    onSuccess: onClose,
    quiet: true,
  });
  const submit = () => {
    run({ keep: Number(keep), destination: destination.trim() || null });
  };
  const wrongFolder = failure?.code === "invalid-input" && failure.field === "destination";
  return (
    <FormDialog
      title={t("title")}
      submitLabel={t("save")}
      pending={pending}
      failure={wrongFolder ? null : failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        type="number"
        required
        min={1}
        max={50}
        label={t("keep")}
        hint={t("keepHint")}
        className="max-w-80"
        value={keep}
        onChange={(event) => setKeep(event.target.value)}
      />
      <TextField
        label={t("destination")}
        hint={t("destinationHint", { server: view.serverFqdn })}
        error={wrongFolder ? t("destinationWrong") : undefined}
        maxLength={200}
        value={destination}
        onChange={(event) => setDestination(event.target.value)}
      />
    </FormDialog>
  );
}
