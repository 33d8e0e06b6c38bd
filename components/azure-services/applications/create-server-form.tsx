"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createServerApplicationAction } from "@/app/(portal)/azure-services/actions";
import { ValiditySelect } from "@/components/tenants/validity-select";
import { TextField } from "@/components/ui/field";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import { useAzureSignIn } from "../use-azure-sign-in";
import type { ApplicationFormProps } from "./application-dialog";
import { CreateForm } from "./create-form";

const FIELDS = ["name", "homePageUrl", "appIdUri"] as const;

/** What the documentation offers as home page and as App ID URI. */
const DEFAULT_URI = "https://ConfigMgrService";

/** Azure AD takes the documented default no more, as no domain of the tenant is in it; the tenant's ID it takes. */
const offeredUri = (tenantId: string | null): string =>
  tenantId ? `api://${tenantId}/ConfigMgrService` : DEFAULT_URI;

/** *Create Server Application* (reference/azure-services.md §4.4). */
export function CreateServerForm({ type, environment, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  /** An App ID URI that nobody touched is the one offered. */
  const [entered, setEntered] = useState<{ name: string; homePageUrl: string; appIdUri?: string }>({
    name: "",
    homePageUrl: DEFAULT_URI,
  });
  const [validityYears, setValidityYears] = useState<1 | 2>(1);
  const azure = useAzureSignIn(environment.id, null);
  const account = azure.signIn?.account;
  const tenantId = account?.tenantId ?? null;
  const values = { appIdUri: offeredUri(tenantId), ...entered };
  return (
    <CreateForm
      title={t("server.createTitle")}
      description={t("server.createText")}
      who={t(SERVICE_RULES[type].permissions ? "whoGlobal" : "who")}
      environment={environment}
      azure={azure}
      tenantId={tenantId}
      values={values}
      fields={FIELDS}
      onEdit={(field, value) => setEntered((old) => ({ ...old, [field]: value }))}
      action={createServerApplicationAction}
      input={() => ({ validityYears, environmentId: environment.id, serviceType: type })}
      // What was offered for the tenant stays, although nobody is signed in to it any more.
      onAgain={() => setEntered(values)}
      onBack={onBack}
      onClose={onClose}
      onDone={onDone}
      select={<ValiditySelect value={validityYears} onChange={setValidityYears} />}
    >
      {account ? (
        <TextField label={t("fields.tenantName")} value={account.tenantName} readOnly disabled />
      ) : null}
      <p className="text-muted text-sm">{t("conditionalAccess")}</p>
    </CreateForm>
  );
}
