"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  importClientApplicationAction,
  verifyClientApplicationAction,
} from "@/app/(portal)/azure-services/actions";
import { FailureMessage } from "@/components/ui/failure-message";
import { TextField } from "@/components/ui/field";
import type { ApplicationFormProps } from "./application-dialog";
import { ImportForm } from "./import-form";
import { useVerification } from "./use-verification";

const FIELDS = ["name", "clientId"] as const;

/** *Import apps* for a native app, which has no secret (reference/azure-services.md §4.5). */
export function ImportClientForm({ server, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [values, setValues] = useState({ name: "", clientId: "" });
  const verification = useVerification(verifyClientApplicationAction);
  const { failure } = verification;
  return (
    <ImportForm
      title={t("client.importTitle")}
      description={t("client.importText", { tenant: server?.tenantName ?? "" })}
      verification={verification}
      onVerify={() => verification.run({ ...values, serverApplicationId: server?.id ?? null })}
      action={importClientApplicationAction}
      onBack={onBack}
      onClose={onClose}
      onDone={onDone}
    >
      {FIELDS.map((field) => (
        <TextField
          key={field}
          label={t(`fields.${field}`)}
          value={values[field]}
          autoComplete="off"
          spellCheck={false}
          inputClassName={field === "clientId" ? "font-mono text-sm" : undefined}
          error={failure && verification.field === field ? <FailureMessage failure={failure} /> : undefined}
          onChange={(event) => {
            verification.invalidate();
            setValues((old) => ({ ...old, [field]: event.target.value }));
          }}
        />
      ))}
    </ImportForm>
  );
}
