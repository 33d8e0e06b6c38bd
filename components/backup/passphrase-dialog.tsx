"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { PASSPHRASE_POLICY } from "@/lib/backup/passphrase-policy";
import { Banner } from "../ui/banner";
import { FailureMessage } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { useCommand } from "../ui/use-command";
import type { BackupCommands } from "./backup-commands";

/** Asks for the recovery passphrase twice: nobody can look it up later. */
export function PassphraseDialog({
  replaces,
  command,
  onClose,
}: {
  replaces: boolean;
  command: BackupCommands["setPassphrase"];
  onClose(): void;
}) {
  const t = useTranslations("backupPage.passphrase.form");
  const [passphrase, setPassphrase] = useState("");
  const [repeated, setRepeated] = useState("");
  const { run, pending, failure, clear } = useCommand(command, {
    success: t("saved"),
    onSuccess: onClose,
    quiet: true,
  });
  const submit = () => {
    run({ passphrase, repeated });
  };
  const errorOf = (field: string) =>
    failure?.field === field ? <FailureMessage failure={failure} /> : undefined;
  return (
    <FormDialog
      title={t(replaces ? "changeTitle" : "title")}
      description={t("text")}
      submitLabel={t("save")}
      pending={pending}
      failure={failure?.field ? null : failure}
      onSubmit={submit}
      onClose={onClose}
    >
      {replaces ? (
        <Banner tone="info" title={t("changeWarning")}>
          <p>{t("changeWarningText")}</p>
        </Banner>
      ) : null}
      <TextField
        type="password"
        required
        autoComplete="new-password"
        label={t("passphrase")}
        hint={t("passphraseHint", PASSPHRASE_POLICY)}
        error={errorOf("passphrase")}
        value={passphrase}
        onChange={(event) => {
          clear();
          setPassphrase(event.target.value);
        }}
      />
      <TextField
        type="password"
        required
        autoComplete="new-password"
        label={t("repeated")}
        error={errorOf("repeated")}
        value={repeated}
        onChange={(event) => {
          clear();
          setRepeated(event.target.value);
        }}
      />
    </FormDialog>
  );
}
