"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createServerApplicationAction } from "@/app/(portal)/azure-services/actions";
import { Banner } from "@/components/ui/banner";
import { FailureMessage, type ShownFailure } from "@/components/ui/failure-message";
import { SelectField, TextField } from "@/components/ui/field";
import { useCommand } from "@/components/ui/use-command";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import { AzureSignInPanel } from "../azure-sign-in-panel";
import { useAzureSignIn } from "../use-azure-sign-in";
import type { ApplicationFormProps } from "./application-dialog";
import { CreationDialog } from "./creation";
import { FormDialog } from "./form-dialog";

const FIELDS = ["name", "homePageUrl", "appIdUri"] as const;
const HINTS = { homePageUrl: "homePageUrlHint", appIdUri: "appIdUriNewHint" } as const;

/** What the documentation offers as home page and as App ID URI. */
const DEFAULT_URI = "https://ConfigMgrService";

/** Azure AD takes the documented default no more, as no domain of the tenant is in it; the tenant's ID it takes. */
const offeredUri = (tenantId: string | undefined): string =>
  tenantId ? `api://${tenantId}/ConfigMgrService` : DEFAULT_URI;

/** *Create Server Application* (reference/azure-services.md §4.4). */
export function CreateServerForm({ type, environment, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [entered, setEntered] = useState({ name: "", homePageUrl: DEFAULT_URI });
  /** Null: nobody touched it. */
  const [appIdUri, setAppIdUri] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<ShownFailure | null>(null);
  const [validityYears, setValidityYears] = useState<1 | 2>(1);
  const [operationId, setOperationId] = useState<string | null>(null);
  const azure = useAzureSignIn(environment.id, null);
  const create = useCommand(createServerApplicationAction, {
    quiet: true,
    onSuccess: (value) => setOperationId(value.operationId),
  });
  const account = azure.signIn?.account;
  const values = {
    ...entered,
    appIdUri: appIdUri ?? offeredUri(account?.tenantId),
  };
  const title = t("server.createTitle");
  if (operationId) {
    return (
      <CreationDialog
        title={title}
        operationId={operationId}
        place={{
          environmentId: environment.id,
          tenantId: account?.tenantId ?? null,
          methods: environment.signInMethods,
        }}
        onClose={onClose}
        onDone={onDone}
        onAgain={(refused) => {
          azure.cancel();
          // What was offered for the tenant stays, although nobody is signed in to it any more.
          setAppIdUri(values.appIdUri);
          setRefusal(refused);
          setOperationId(null);
        }}
      />
    );
  }
  const failure = create.failure ?? (refusal && { ...refusal, field: "appIdUri" });
  const atField = FIELDS.some((field) => field === failure?.field);
  const giveUp = (then: () => void) => () => {
    azure.cancel();
    then();
  };
  return (
    <FormDialog
      title={title}
      description={t("server.createText")}
      okLabel={t("createNow")}
      okRefused={azure.signInId ? undefined : t("signInFirst")}
      pending={create.pending}
      onOk={() =>
        create.run({
          ...values,
          validityYears,
          signInId: azure.signInId,
          environmentId: environment.id,
          serviceType: type,
        })
      }
      onBack={giveUp(onBack)}
      onClose={giveUp(onClose)}
    >
      <div className="space-y-4 pb-2">
        <div className="grid gap-4 sm:grid-cols-2">
          {FIELDS.map((field) => (
            <TextField
              key={field}
              label={t(`fields.${field}`)}
              hint={field === "name" ? undefined : t(`fields.${HINTS[field]}`)}
              value={values[field]}
              autoComplete="off"
              spellCheck={false}
              error={failure?.field === field ? <FailureMessage failure={failure} /> : undefined}
              onChange={(event) => {
                create.clear();
                setRefusal(null);
                if (field === "appIdUri") setAppIdUri(event.target.value);
                else setEntered((old) => ({ ...old, [field]: event.target.value }));
              }}
            />
          ))}
          <SelectField
            label={t("fields.validity")}
            value={validityYears}
            onChange={(event) => setValidityYears(event.target.value === "2" ? 2 : 1)}
          >
            <option value={1}>{t("years", { years: 1 })}</option>
            <option value={2}>{t("years", { years: 2 })}</option>
          </SelectField>
        </div>
        <AzureSignInPanel
          azure={azure}
          methods={environment.signInMethods}
          who={t(SERVICE_RULES[type].permissions ? "whoGlobal" : "who")}
        />
        {account ? (
          <TextField label={t("fields.tenantName")} value={account.tenantName} readOnly disabled />
        ) : null}
        <p className="text-muted text-sm">{t("conditionalAccess")}</p>
        {failure && !atField ? (
          <Banner tone="danger" live title={t("notCreated")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
      </div>
    </FormDialog>
  );
}
