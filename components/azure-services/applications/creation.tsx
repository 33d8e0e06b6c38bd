"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ShownFailure } from "@/components/ui/failure-message";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import { type OperationPlace, OperationProgress } from "../operation-progress";

/** What Azure says of an App ID URI it does not take: trying again gets the same answer. */
const MENDED_IN_FORM: readonly string[] = ["app-id-uri-refused", "app-id-uri-taken"];

/** The creation of an app in Azure, step by step; what fails is taken back. */
export function CreationDialog({
  title,
  operationId,
  place,
  onDone,
  onAgain,
  onClose,
}: {
  title: string;
  operationId: string;
  place: OperationPlace;
  onDone(applicationId: string): void;
  /** Back to the form, whose sign-in is used up; with the refusal that is mended there. */
  onAgain(refusal: ShownFailure | null): void;
  onClose(): void;
}) {
  const t = useTranslations("azureServicesPage.apps");
  const common = useTranslations("common");
  const [over, setOver] = useState<OperationView | null>(null);
  const applicationId = over?.state === "complete" ? over.applicationId : null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={t("creating")}
      footer={
        <Button
          variant="primary"
          onClick={() => {
            if (applicationId) onDone(applicationId);
            else if (over) onAgain(null);
            else onClose();
          }}
        >
          {applicationId ? t("ok") : over ? t("toForm") : common("close")}
        </Button>
      }
    >
      <div className="space-y-4 pb-2">
        <OperationProgress
          operationId={operationId}
          place={place}
          mendedInForm={MENDED_IN_FORM}
          onOver={(operation) => {
            const { state, failure } = operation;
            if (state === "failed" && failure && MENDED_IN_FORM.includes(failure.code)) onAgain(failure);
            else setOver(operation);
          }}
        />
        {applicationId ? (
          <Banner tone="success" live title={t("created")}>
            <p>{t("createdText")}</p>
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
