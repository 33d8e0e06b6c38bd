"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import { type OperationPlace, OperationProgress } from "../azure-services/operation-progress";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** An operation that was begun in a dialog and goes on, whether somebody watches it or not. */
export function OperationDialog({
  title,
  operationId,
  place,
  doneTitle,
  doneText,
  onClose,
}: {
  title: string;
  operationId: string;
  place: OperationPlace;
  doneTitle: string;
  doneText: ReactNode;
  onClose(): void;
}) {
  const t = useTranslations("tenantsPage");
  const [over, setOver] = useState<OperationView | null>(null);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={t("goesOn")}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("closeDialog")}
        </Button>
      }
    >
      <div className="space-y-4 pb-2">
        <OperationProgress operationId={operationId} place={place} onOver={setOver} />
        {over?.state === "complete" ? (
          <Banner tone="success" live title={doneTitle}>
            <p>{doneText}</p>
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
