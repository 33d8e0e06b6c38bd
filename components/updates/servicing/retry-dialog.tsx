"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import type { UpdateSummary } from "@/lib/updates/model";

/**
 * *Retry* of the whole hierarchy. The product ignores the warnings of the prerequisite check without asking
 * (reference/updates.md §14); here it is a choice, and the careful one is the default.
 */
export function RetryDialog({
  update,
  onConfirm,
  ...dialog
}: {
  update: UpdateSummary;
  open: boolean;
  pending: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(choice: { ignoreWarnings: boolean }): void;
}) {
  const t = useTranslations("servicing.retryDialog");
  const [choice, setChoice] = useState("stop");
  return (
    <ConfirmDialog
      {...dialog}
      title={t("title", { name: update.name })}
      description={t("text")}
      confirmLabel={t("confirm")}
      onConfirm={() => onConfirm({ ignoreWarnings: choice === "ignore" })}
    >
      <RadioCards
        legend={t("legend")}
        value={choice}
        onChange={setChoice}
        options={[
          { value: "stop", title: t("stop"), children: t("stopAbout") },
          { value: "ignore", title: t("ignore"), children: t("ignoreAbout") },
        ]}
      />
    </ConfirmDialog>
  );
}
