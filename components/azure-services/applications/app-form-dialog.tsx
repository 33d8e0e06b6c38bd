"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** The frame of the forms that import or create an app: back to the list, cancel, OK. */
export function AppFormDialog({
  title,
  description,
  okLabel,
  okRefused,
  pending,
  onOk,
  onBack,
  onClose,
  extra,
  children,
}: {
  title: string;
  description: ReactNode;
  okLabel: string;
  okRefused?: string;
  pending: boolean;
  onOk(): void;
  onBack(): void;
  onClose(): void;
  /** Buttons before OK. */
  extra?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("azureServicesPage.apps");
  const common = useTranslations("common");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={title}
      description={description}
      footer={
        <>
          <Button className="mr-auto" onClick={onBack}>
            {t("toList")}
          </Button>
          <Button onClick={onClose}>{common("cancel")}</Button>
          {extra}
          <Button variant="primary" pending={pending} disabledReason={okRefused} onClick={onOk}>
            {okLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
