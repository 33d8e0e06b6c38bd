"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CheckboxField, TextField } from "@/components/ui/field";
import type { UpdateSummary } from "@/lib/updates/model";
import { isDownloaded } from "@/lib/updates/state-machine";

/**
 * *Reset* of a stuck package by the rules of the update reset tool (reference/updates.md §18): what is downloaded
 * stays, unless its deletion is chosen and confirmed by typing the version.
 */
export function ResetDialog({
  update,
  onConfirm,
  ...dialog
}: {
  update: UpdateSummary;
  pending: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(choice: { forceDelete: boolean }): void;
}) {
  const t = useTranslations("servicing.resetDialog");
  const [forceDelete, setForceDelete] = useState(false);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState(false);
  const downloaded = isDownloaded(update.state);
  const confirm = () => {
    if (forceDelete && typed.trim() !== update.fullVersion) setError(true);
    else onConfirm({ forceDelete });
  };
  return (
    <ConfirmDialog
      {...dialog}
      open
      danger
      title={t("title", { name: update.name })}
      description={t(downloaded ? "textDownloaded" : "textNotDownloaded")}
      confirmLabel={t(forceDelete ? "confirmDelete" : "confirm")}
      onConfirm={confirm}
    >
      <div className="space-y-3 pb-1">
        <ul className="list-disc space-y-1 pl-5">
          <li>{t(downloaded && !forceDelete ? "stepKeep" : "stepDelete")}</li>
          <li>{t(downloaded && !forceDelete ? "stepAgain" : "stepDownloadAgain")}</li>
          <li>{t("stepAudit")}</li>
        </ul>
        {downloaded ? (
          <CheckboxField
            label={t("force")}
            hint={t("forceHint")}
            checked={forceDelete}
            onChange={(event) => setForceDelete(event.target.checked)}
          />
        ) : null}
        {forceDelete ? (
          <TextField
            label={t("typed", { version: update.fullVersion })}
            error={error ? t("typedWrong", { version: update.fullVersion }) : undefined}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.target.value);
              setError(false);
            }}
          />
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
