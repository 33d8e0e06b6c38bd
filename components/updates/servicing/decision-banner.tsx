"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useCommand } from "@/components/ui/use-command";
import type { UpdateSummary } from "@/lib/updates/model";
import type { ServicingCommands } from "../update-commands";
import { waitsForDecision } from "./servicing-actions";
import { ServicingConfirmation } from "./servicing-confirmation";
import { useRefusal } from "./servicing-menu";

/** The installation stopped at warnings: shows them, and offers both ways on. */
export function DecisionBanner({
  update,
  commands,
  onShowWarnings,
}: {
  update: UpdateSummary;
  commands: ServicingCommands;
  onShowWarnings(): void;
}) {
  const t = useTranslations("servicing.decision");
  const why = useRefusal(update);
  const [asking, setAsking] = useState(false);
  const input = { packageGuid: update.packageGuid };
  const ignore = useCommand(commands.ignoreWarnings, {
    success: t("ignored", { name: update.name }),
    onSuccess: () => setAsking(false),
  });
  const again = useCommand(commands.retry, { success: t("again") });
  if (!waitsForDecision(update)) return null;
  return (
    <Banner
      tone="warning"
      live
      className="mb-4"
      title={t("title", { sites: update.servicing?.warned ?? 0 })}
      actions={
        <>
          <Button onClick={onShowWarnings}>{t("show")}</Button>
          <Button
            pending={again.pending}
            disabledReason={why("retry")}
            onClick={() => again.run({ ...input, ignoreWarnings: false })}
          >
            {t("checkAgain")}
          </Button>
          <Button
            variant="primary"
            pending={ignore.pending && !asking}
            disabledReason={why("ignoreWarnings")}
            onClick={() => setAsking(true)}
          >
            {t("ignore")}
          </Button>
        </>
      }
    >
      <p>{t("text")}</p>
      {asking ? (
        <ServicingConfirmation
          action="ignoreWarnings"
          update={update}
          pending={ignore.pending}
          onOpenChange={() => setAsking(false)}
          onConfirm={() => ignore.run(input)}
        />
      ) : null}
    </Banner>
  );
}
