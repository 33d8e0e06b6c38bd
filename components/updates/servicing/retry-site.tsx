"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/components/ui/use-command";
import type { Command } from "../update-commands";
import { canRetrySite } from "./site-view";

/** *Retry* at one site: begins anew there only, and never ignores warnings (reference/updates.md §14). */
export function RetrySite({
  packageGuid,
  siteCode,
  state,
  command,
}: {
  packageGuid: string;
  siteCode: string;
  state: number;
  command: Command;
}) {
  const t = useTranslations("servicing.sites");
  const denied = useDeniedReason()("updates.retry");
  const { run, pending } = useCommand(command, { success: t("retryDone", { site: siteCode }) });
  if (!canRetrySite(state)) return null;
  return (
    <Button
      size="sm"
      pending={pending}
      disabledReason={denied}
      aria-label={t("retryOf", { site: siteCode })}
      onClick={() => run({ packageGuid, siteCode })}
    >
      {pending ? null : <RotateCcw aria-hidden />}
      {t("retry")}
    </Button>
  );
}
