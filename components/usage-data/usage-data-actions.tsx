"use client";

import { ClipboardList, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { useCommand } from "../ui/use-command";
import { isLeaving } from "./choose-run";
import type { UsageDataCommands } from "./usage-data-commands";

/** *Collect now* and *Upload now*, each saying why it cannot be used. */
export function UsageDataActions({
  status,
  runs,
  commands,
}: {
  status: UsageDataStatus;
  runs: readonly UsageDataRun[];
  commands: Pick<UsageDataCommands, "collect" | "upload">;
}) {
  const t = useTranslations("usageDataPage.actions");
  const denied = useDeniedReason()("usage-data.collect");
  const collect = useCommand(commands.collect, { success: t("collectRequested") });
  const upload = useCommand(commands.upload, { success: t("uploadRequested") });
  const collecting = runs.some(
    (run) => run.purpose !== "preview" && (run.state === "waiting" || run.state === "collecting"),
  );
  const leaving = runs.find(isLeaving);
  const uploading = leaving?.upload?.state === "uploading";
  const refusal = status.uploadRefusal ? t(`refusals.${status.uploadRefusal}`) : undefined;
  const nothing = leaving ? undefined : t("nothingWaits");
  return (
    <>
      <Button pending={collect.pending || collecting} disabledReason={denied} onClick={() => collect.run({})}>
        <ClipboardList aria-hidden />
        {t("collect")}
      </Button>
      <Button
        variant="primary"
        pending={upload.pending || uploading}
        disabledReason={denied ?? refusal ?? nothing}
        onClick={() => upload.run({})}
      >
        <Send aria-hidden />
        {t("upload")}
      </Button>
    </>
  );
}
