"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { renewSecretKeyAction, replaceSecretKeyAction } from "@/app/(portal)/tenants/actions";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import type { OperationPlace } from "../azure-services/operation-progress";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";
import { type NewSecret, NO_SECRET } from "./new-secret";
import { OperationDialog } from "./operation-dialog";
import { PortalLink } from "./portal-link";
import { SecretFields } from "./secret-fields";
import { SignInDialog } from "./sign-in-dialog";
import { ValiditySelect } from "./validity-select";

interface RenewDialogProps {
  application: ApplicationRow;
  place: OperationPlace;
  onClose(): void;
}

/** **Renew Secret Key** (reference/azure-services.md §9): a created app gets a new key, an imported one is given its. */
export function RenewDialog(props: RenewDialogProps) {
  return props.application.origin === "created" ? (
    <RenewCreated {...props} />
  ) : (
    <ReplaceImported {...props} />
  );
}

function RenewCreated({ application, place, onClose }: RenewDialogProps) {
  const t = useTranslations("tenantsPage.renewal");
  const [validityYears, setValidityYears] = useState<1 | 2>(1);
  return (
    <SignInDialog
      title={t("title", { name: application.name })}
      text={t("createdText")}
      who={t("who")}
      run={t("renew")}
      refused={t("refused")}
      doneTitle={t("done")}
      doneText={t("doneText")}
      place={place}
      action={renewSecretKeyAction}
      input={(signInId) => ({ applicationId: application.id, signInId, validityYears })}
      onClose={onClose}
    >
      <div className="max-w-xs">
        <ValiditySelect value={validityYears} onChange={setValidityYears} />
      </div>
    </SignInDialog>
  );
}

function ReplaceImported({ application, place, onClose }: RenewDialogProps) {
  const t = useTranslations("tenantsPage.renewal");
  const common = useTranslations("common");
  const [entered, setEntered] = useState<NewSecret>(NO_SECRET);
  const [operationId, setOperationId] = useState<string | null>(null);
  const replace = useCommand(replaceSecretKeyAction, {
    quiet: true,
    onSuccess(value) {
      setEntered(NO_SECRET);
      setOperationId(value.operationId);
    },
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
  const { failure } = replace;
  const isComplete = entered.secret !== "" && entered.secretExpiresAt !== "";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
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
