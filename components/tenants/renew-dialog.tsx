"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { renewSecretKeyAction, replaceSecretKeyAction } from "@/app/(portal)/tenants/actions";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import { AzureSignInPanel } from "../azure-services/azure-sign-in-panel";
import type { OperationPlace } from "../azure-services/operation-progress";
import { useAzureSignIn } from "../azure-services/use-azure-sign-in";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";
import { type NewSecret, NO_SECRET } from "./new-secret";
import { OperationDialog } from "./operation-dialog";
import { PortalLink } from "./portal-link";
import { SecretFields } from "./secret-fields";
import { ValiditySelect } from "./validity-select";

interface RenewDialogProps {
  application: ApplicationRow;
  place: OperationPlace;
  onClose(): void;
}

/** **Renew Secret Key** (reference/azure-services.md §9): a created app gets a new key, an imported one is given its. */
export function RenewDialog(props: RenewDialogProps) {
  const t = useTranslations("tenantsPage.renewal");
  const [operationId, setOperationId] = useState<string | null>(null);
  if (operationId) {
    return (
      <OperationDialog
        title={t("title", { name: props.application.name })}
        operationId={operationId}
        place={props.place}
        doneTitle={t("done")}
        doneText={t("doneText")}
        onClose={props.onClose}
      />
    );
  }
  return props.application.origin === "created" ? (
    <RenewCreated {...props} onStarted={setOperationId} />
  ) : (
    <ReplaceImported {...props} onStarted={setOperationId} />
  );
}

function RenewCreated({
  application,
  place,
  onClose,
  onStarted,
}: RenewDialogProps & { onStarted(operationId: string): void }) {
  const t = useTranslations("tenantsPage.renewal");
  const common = useTranslations("common");
  const [validityYears, setValidityYears] = useState<1 | 2>(1);
  const azure = useAzureSignIn(place.environmentId, place.tenantId);
  const renew = useCommand(renewSecretKeyAction, {
    quiet: true,
    onSuccess: ({ operationId }) => onStarted(operationId),
  });
  const giveUp = () => {
    azure.cancel();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={giveUp}
      title={t("title", { name: application.name })}
      description={t("createdText")}
      footer={
        <>
          <Button onClick={giveUp}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={renew.pending}
            disabledReason={azure.signInId ? undefined : t("signInFirst")}
            onClick={() =>
              renew.run({ applicationId: application.id, signInId: azure.signInId, validityYears })
            }
          >
            {t("renew")}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pb-2">
        <ValiditySelect value={validityYears} onChange={setValidityYears} />
        <AzureSignInPanel azure={azure} methods={place.methods} who={t("who")} />
        {renew.failure ? (
          <Banner tone="danger" live title={t("refused")}>
            <FailureMessage failure={renew.failure} />
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}

function ReplaceImported({
  application,
  onClose,
  onStarted,
}: RenewDialogProps & { onStarted(operationId: string): void }) {
  const t = useTranslations("tenantsPage.renewal");
  const common = useTranslations("common");
  const [entered, setEntered] = useState<NewSecret>(NO_SECRET);
  const replace = useCommand(replaceSecretKeyAction, {
    quiet: true,
    onSuccess({ operationId }) {
      setEntered(NO_SECRET);
      onStarted(operationId);
    },
  });
  const { failure } = replace;
  const isComplete = entered.secret !== "" && entered.secretExpiresAt !== "";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { name: application.name })}
      description={t("importedText")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={replace.pending}
            disabledReason={isComplete ? undefined : t("enterFirst")}
            onClick={() => replace.run({ applicationId: application.id, ...entered })}
          >
            {t("renew")}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pb-2">
        {application.portalUrl ? <PortalLink href={application.portalUrl} /> : null}
        <SecretFields
          value={entered}
          failure={failure}
          onChange={(next) => {
            replace.clear();
            setEntered(next);
          }}
        />
        {failure && !failure.field ? (
          <Banner tone="danger" live title={t("refused")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
