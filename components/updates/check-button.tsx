"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/components/ui/use-command";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus } from "@/lib/updates/model";
import { checkPhase, checkRefusal } from "./check-view";
import type { UpdateCommands } from "./update-commands";

/** *Check for updates*: busy from the click until the check has ended; disabled with the reason. */
export function CheckButton({
  check,
  role,
  command,
}: {
  check: UpdateCheckStatus;
  role: RoleStatus;
  command: UpdateCommands["check"];
}) {
  const t = useTranslations("updatesPage");
  const { run, pending } = useCommand(command, { success: t("check.requested") });
  const busy = pending || checkPhase(check) !== "idle";
  const refusal = checkRefusal(role);
  const reason = useDeniedReason()("updates.check") ?? (refusal ? t(`check.${refusal}`) : undefined);
  return (
    <Button variant="primary" pending={busy} disabledReason={reason} onClick={() => run({})}>
      {busy ? null : <RefreshCw aria-hidden />}
      {busy ? t("check.running") : t("check.now")}
    </Button>
  );
}
