"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RecoveryView } from "@/lib/backup/recovery/model";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useCommand } from "../ui/use-command";
import type { RecoveryCommands } from "./recovery-commands";

/** Ends the checklist; open points are named first. */
export function CloseRecovery({
  recovery,
  command,
}: {
  recovery: RecoveryView;
  command: RecoveryCommands["close"];
}) {
  const t = useTranslations("recoveryPage.close");
  const denied = useDeniedReason()("backup.manage");
  const [asking, setAsking] = useState(false);
  const { run, pending } = useCommand(command, { success: t("done"), onSuccess: () => setAsking(false) });
  return (
    <>
      <Button disabledReason={denied} onClick={() => setAsking(true)}>
        {t("close")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("title")}
        description={t("text", { count: recovery.open })}
        confirmLabel={t("close")}
        pending={pending}
        onConfirm={() => run({ recoveryId: recovery.id, open: recovery.open })}
      />
    </>
  );
}
