"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { BackupRow } from "@/lib/backup/list-backups";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { useFailureText } from "../ui/failure-message";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import type { BackupCommands } from "./backup-commands";

/** What the last look at every byte of a backup found, and the button for the next. */
export function Verification({ row, command }: { row: BackupRow; command: BackupCommands["verify"] }) {
  const t = useTranslations("backupPage.verification");
  const denied = useDeniedReason()("backup.manage");
  const verify = useCommand(command);
  const running = row.verification?.state === "running";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Found look={row.verification} />
      <Button
        size="sm"
        disabledReason={denied}
        pending={verify.pending || running}
        onClick={() => verify.run({ id: row.id })}
      >
        {verify.pending || running ? null : <ShieldCheck aria-hidden />}
        {t("verify")}
      </Button>
    </div>
  );
}

function Found({ look }: { look: BackupRow["verification"] }) {
  const t = useTranslations("backupPage.verification");
  const failureText = useFailureText();
  if (!look) return <span className="text-muted">{t("never")}</span>;
  if (look.state === "running") {
    return (
      <StatusBadge tone="info" busy>
        {t("running")}
      </StatusBadge>
    );
  }
  const well = look.state === "well";
  return (
    <div>
      <StatusBadge tone={well ? "success" : "danger"}>{t(well ? "intact" : "damaged")}</StatusBadge>
      {look.state === "failed" ? <p className="text-sm">{failureText(look.failure)}</p> : null}
      <p className="text-muted text-sm">
        <RelativeTime at={look.at} />
      </p>
    </div>
  );
}
