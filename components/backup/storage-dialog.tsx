"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import type { BackupsView } from "@/lib/backup/list-backups";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { TextField } from "../ui/field";
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
  const common = useTranslations("common");
  const formId = useId();
  const [keep, setKeep] = useState(String(view.keep));
  const [destination, setDestination] = useState(view.destination ?? "");
  const { run, pending, failure } = useCommand(command, {
    success: t("saved"),
    onSuccess: onClose,
    quiet: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ keep: Number(keep), destination: destination.trim() || null });
  };
  const wrongFolder = failure?.code === "invalid-input" && failure.field === "destination";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-4 pb-1">
        {failure && !wrongFolder ? (
          <Banner tone="danger" live title={<FailureMessage failure={failure} />} />
        ) : null}
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
      </form>
    </Dialog>
  );
}
