"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import type { UpdateSummary } from "@/lib/updates/model";

/**
 * *Retry replication* for all sites: to those where it failed, or of everything, as the product's
 * `RetryContentReplication` with `ForceRetry` does (reference/updates.md §9.1).
 */
export function ReplicationDialog({
  update,
  onConfirm,
  ...dialog
}: {
  update: UpdateSummary;
  pending: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(choice: { force: boolean }): void;
}) {
  const t = useTranslations("servicing.replicationDialog");
  const failed = update.servicing?.failed ?? 0;
  const [choice, setChoice] = useState(failed > 0 ? "failed" : "force");
  return (
    <ConfirmDialog
      {...dialog}
      open
      title={t("title", { name: update.name })}
      description={t("text", { count: failed })}
      confirmLabel={t(choice === "force" ? "confirmForce" : "confirm")}
      onConfirm={() => onConfirm({ force: choice === "force" })}
    >
      <RadioCards
        legend={t("legend")}
        value={choice}
        onChange={setChoice}
        options={[
          {
            value: "failed",
            title: t("failed"),
            disabledReason: failed > 0 ? undefined : t("noneFailed"),
            children: t("failedAbout"),
          },
          { value: "force", title: t("force"), children: t("forceAbout") },
        ]}
      />
    </ConfirmDialog>
  );
}
