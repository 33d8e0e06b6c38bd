"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useSizes } from "@/components/ui/sizes";
import type { UpdateSummary } from "@/lib/updates/model";

/** Asks before an action on a package, and says what it will do. */
export function ServicingConfirmation({
  action,
  update,
  ...dialog
}: {
  action: "ignoreWarnings" | "cancel" | "deleteContent";
  update: UpdateSummary;
  pending: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(): void;
}) {
  const t = useTranslations("servicing.confirm");
  const sizes = useSizes();
  const values = {
    name: update.name,
    bytes: sizes.bytes(update.totalBytes),
    sites: update.servicing?.warned ?? 0,
  };
  return (
    <ConfirmDialog
      {...dialog}
      open
      danger={action !== "ignoreWarnings"}
      title={t(`${action}.title`, values)}
      description={t(`${action}.text`, values)}
      confirmLabel={t(`${action}.confirm`)}
      dismissLabel={t(`${action}.dismiss`)}
    />
  );
}
