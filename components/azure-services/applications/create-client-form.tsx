"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createClientApplicationAction } from "@/app/(portal)/azure-services/actions";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useAzureSignIn } from "../use-azure-sign-in";
import type { ApplicationFormProps } from "./application-dialog";
import { CreateForm } from "./create-form";

const FIELDS = ["name", "replyUrl"] as const;

/** *Create Client Application*, in the tenant of the web app it goes with (reference/azure-services.md §4.5). */
export function CreateClientForm({ environment, server, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [values, setValues] = useState({ name: "", replyUrl: "https://ConfigMgrService" });
  const { data: tenants = [] } = useLiveQuery("listTenants");
  const tenantId = tenants.find(({ id }) => id === server?.tenant)?.tenantId ?? null;
  return (
    <CreateForm
      title={t("client.createTitle")}
      description={t("client.createText", { tenant: server?.tenantName ?? "" })}
      who={t("who")}
      environment={environment}
      azure={useAzureSignIn(environment.id, tenantId)}
      tenantId={tenantId}
      values={values}
      fields={FIELDS}
      onEdit={(field, value) => setValues((old) => ({ ...old, [field]: value }))}
      action={createClientApplicationAction}
      input={() => ({ serverApplicationId: server?.id ?? null })}
      onBack={onBack}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
