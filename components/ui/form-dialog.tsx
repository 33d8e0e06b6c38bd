"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import type { Failure } from "@/lib/result";
import { Banner } from "./banner";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FailureMessage } from "./failure-message";

interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** The verb of the form. */
  submitLabel: string;
  pending: boolean;
  /** Said above the fields; a failure that belongs to one of them is said there instead. */
  failure: Failure | null;
  /** Where the browser's own checks would say less than ours. */
  noValidate?: boolean;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}

/** A form in a dialog, open as long as it is shown: Enter sends it, as its button does. */
export function FormDialog({
  submitLabel,
  pending,
  failure,
  noValidate,
  onSubmit,
  onClose,
  children,
  ...dialog
}: FormDialogProps) {
  const t = useTranslations("common");
  const formId = useId();
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate={noValidate}
        className="space-y-4 pb-1"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        {children}
      </form>
    </Dialog>
  );
}
