"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createClientApplicationAction } from "@/app/(portal)/azure-services/actions";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Banner } from "@/components/ui/banner";
import { FailureMessage } from "@/components/ui/failure-message";
import { TextField } from "@/components/ui/field";
import { useCommand } from "@/components/ui/use-command";
import { AzureSignInPanel } from "../azure-sign-in-panel";
import { useAzureSignIn } from "../use-azure-sign-in";
import type { ApplicationFormProps } from "./application-dialog";
import { CreationDialog } from "./creation";
import { FormDialog } from "./form-dialog";

const FIELDS = ["name", "replyUrl"] as const;

/** *Create Client Application*, in the tenant of the web app it goes with (reference/azure-services.md §4.5). */
export function CreateClientForm({ environment, server, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [values, setValues] = useState({ name: "", replyUrl: "https://ConfigMgrService" });
  const [operationId, setOperationId] = useState<string | null>(null);
  const { data: tenants = [] } = useLiveQuery("listTenants");
  const tenantId = tenants.find(({ id }) => id === server?.tenant)?.tenantId ?? null;
  const azure = useAzureSignIn(environment.id, tenantId);
  const create = useCommand(createClientApplicationAction, {
    quiet: true,
    onSuccess: (value) => setOperationId(value.operationId),
  });
  const title = t("client.createTitle");
  if (operationId) {
    return (
      <CreationDialog
        title={title}
        operationId={operationId}
        place={{ environmentId: environment.id, tenantId, methods: environment.signInMethods }}
        onClose={onClose}
        onDone={onDone}
        onAgain={() => {
          azure.cancel();
          setOperationId(null);
        }}
      />
    );
  }
  const { failure } = create;
  const atField = FIELDS.some((field) => field === failure?.field);
  const giveUp = (then: () => void) => () => {
    azure.cancel();
    then();
  };
  return (
    <FormDialog
      title={title}
      description={t("client.createText", { tenant: server?.tenantName ?? "" })}
      okLabel={t("createNow")}
      okRefused={azure.signInId ? undefined : t("signInFirst")}
      pending={create.pending}
      onOk={() =>
        create.run({ ...values, signInId: azure.signInId, serverApplicationId: server?.id ?? null })
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
              hint={field === "replyUrl" ? t("fields.replyUrlHint") : undefined}
              value={values[field]}
              autoComplete="off"
              spellCheck={false}
              error={failure?.field === field ? <FailureMessage failure={failure} /> : undefined}
              onChange={(event) => {
                create.clear();
                setValues((old) => ({ ...old, [field]: event.target.value }));
              }}
            />
          ))}
        </div>
        <AzureSignInPanel azure={azure} methods={environment.signInMethods} who={t("who")} />
        {failure && !atField ? (
          <Banner tone="danger" live title={t("notCreated")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
      </div>
    </FormDialog>
  );
}
