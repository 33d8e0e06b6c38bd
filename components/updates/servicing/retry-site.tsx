"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/components/ui/use-command";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import type { ServicingCommands } from "../update-commands";
import { canRetrySite } from "./site-view";

/**
 * *Retry* at one site: what failed begins anew there only, and never ignores warnings (reference/updates.md §14).
 * Where the content did not arrive, only what is missing is sent again.
 */
export function RetrySite({
  packageGuid,
  siteCode,
  state,
  commands,
}: {
  packageGuid: string;
  siteCode: string;
  state: number;
  commands: Pick<ServicingCommands, "retrySite" | "retryReplication">;
}) {
  const t = useTranslations("servicing.sites");
  const denied = useDeniedReason()("updates.retry");
  const isReplication = state === UPDATE_STATE.CONTENT_REPLICATION_FAILED;
  const { run, pending } = useCommand(isReplication ? commands.retryReplication : commands.retrySite, {
    success: t(isReplication ? "resent" : "retryDone", { site: siteCode }),
  });
  if (!isReplication && !canRetrySite(state)) return null;
  return (
    <Button
      size="sm"
      pending={pending}
      disabledReason={denied}
      aria-label={t(isReplication ? "resend" : "retryOf", { site: siteCode })}
      onClick={() => run({ packageGuid, siteCode })}
    >
      {pending ? null : <RotateCcw aria-hidden />}
      {t("retry")}
    </Button>
  );
}
