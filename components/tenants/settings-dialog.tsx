"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { updateApplicationSettingsAction } from "@/app/(portal)/tenants/actions";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import { AzureSignInPanel } from "../azure-services/azure-sign-in-panel";
import type { OperationPlace } from "../azure-services/operation-progress";
import { useAzureSignIn } from "../azure-services/use-azure-sign-in";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";
import { OperationDialog } from "./operation-dialog";

/** **Update application settings**: what the services need of the app is set anew in Azure (§7). */
export function SettingsDialog({
  application,
  place,
  onClose,
}: {
  application: ApplicationRow;
  place: OperationPlace;
  onClose(): void;
}) {
  const t = useTranslations("tenantsPage.settings");
  const common = useTranslations("common");
  const azure = useAzureSignIn(place.environmentId, place.tenantId);
  const [operationId, setOperationId] = useState<string | null>(null);
  const update = useCommand(updateApplicationSettingsAction, {
    quiet: true,
    onSuccess: (value) => setOperationId(value.operationId),
  });
  const title = t("title", { name: application.name });
  if (operationId) {
    return (
      <OperationDialog
        title={title}
        operationId={operationId}
        place={place}
        doneTitle={t("done")}
        doneText={t("doneText")}
        onClose={onClose}
      />
    );
  }
  const giveUp = () => {
    azure.cancel();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={giveUp}
      title={title}
      description={t("text")}
      footer={
        <>
          <Button onClick={giveUp}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={update.pending}
            disabledReason={azure.signInId ? undefined : t("signInFirst")}
            onClick={() => update.run({ signInId: azure.signInId, applicationId: application.id })}
          >
            {t("update")}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pb-2">
        <AzureSignInPanel azure={azure} methods={place.methods} who={t("who")} />
        {update.failure ? (
          <Banner tone="danger" live title={t("refused")}>
            <FailureMessage failure={update.failure} />
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
