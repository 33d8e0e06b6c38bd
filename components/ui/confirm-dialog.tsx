"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  description: ReactNode;
  /** The verb of the action, never just OK. */
  confirmLabel: string;
  /** Where *Cancel* would be mistaken for the action itself. */
  dismissLabel?: string;
  danger?: boolean;
  pending?: boolean;
  onConfirm(): void;
  children?: ReactNode;
}

/** Asks before an action with consequences. The caller closes it when the action has ended. */
export function ConfirmDialog({
  confirmLabel,
  dismissLabel,
  danger = false,
  pending = false,
  onConfirm,
  children,
  ...dialog
}: ConfirmDialogProps) {
  const t = useTranslations("common");
  return (
    <Dialog
      {...dialog}
      size="sm"
      footer={
        <>
          <Button onClick={() => dialog.onOpenChange(false)}>{dismissLabel ?? t("cancel")}</Button>
          <Button variant={danger ? "danger" : "primary"} pending={pending} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
