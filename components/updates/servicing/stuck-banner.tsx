"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/components/ui/use-command";
import type { UpdateSummary } from "@/lib/updates/model";
import type { ServicingCommands } from "../update-commands";
import { ResetDialog } from "./reset-dialog";
import { useRefusal } from "./servicing-menu";
import { useStuckHours } from "./use-stuck-hours";

/** A package that moves bytes far longer than its size explains: says so, and offers the reset. */
export function StuckBanner({
  update,
  commands,
  onShowLog,
}: {
  update: UpdateSummary;
  commands: Pick<ServicingCommands, "reset">;
  onShowLog(): void;
}) {
  const t = useTranslations("servicing.stuck");
  const hours = useStuckHours(update);
  const why = useRefusal(update);
  const [asking, setAsking] = useState(false);
  const reset = useCommand(commands.reset, {
    success: t("done", { name: update.name }),
    onSuccess: () => setAsking(false),
  });
  if (hours === 0) return null;
  return (
    <Banner
      tone="warning"
      className="mb-4"
      title={t("title", { hours })}
      actions={
        <>
          <Button onClick={onShowLog}>{t("log")}</Button>
          <Button disabledReason={why("reset")} onClick={() => setAsking(true)}>
            {t("reset")}
          </Button>
        </>
      }
    >
      <p>{t("text")}</p>
      {asking ? (
        <ResetDialog
          update={update}
          pending={reset.pending}
          onOpenChange={() => setAsking(false)}
          onConfirm={(choice) => reset.run({ packageGuid: update.packageGuid, ...choice })}
        />
      ) : null}
    </Banner>
  );
}
