"use client";

import { useTranslations } from "next-intl";
import { updateApplicationSettingsAction } from "@/app/(portal)/tenants/actions";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import type { OperationPlace } from "../azure-services/operation-progress";
import { SignInDialog } from "./sign-in-dialog";

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
  return (
    <SignInDialog
      title={t("title", { name: application.name })}
      text={t("text")}
      who={t("who")}
      run={t("update")}
      refused={t("refused")}
      doneTitle={t("done")}
      doneText={t("doneText")}
      place={place}
      action={updateApplicationSettingsAction}
      input={(signInId) => ({ signInId, applicationId: application.id })}
      onClose={onClose}
    />
  );
}
