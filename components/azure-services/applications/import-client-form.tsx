"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  importClientApplicationAction,
  verifyClientApplicationAction,
} from "@/app/(portal)/azure-services/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage } from "@/components/ui/failure-message";
import { TextField } from "@/components/ui/field";
import { useCommand } from "@/components/ui/use-command";
import type { ApplicationFormProps } from "./application-dialog";
import { FormDialog } from "./form-dialog";
import { useVerification } from "./use-verification";
import { VerificationResult } from "./verification-result";

const FIELDS = ["name", "clientId"] as const;

/** *Import apps* for a native app, which has no secret (reference/azure-services.md §4.5). */
export function ImportClientForm({ server, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [values, setValues] = useState({ name: "", clientId: "" });
  const verification = useVerification(verifyClientApplicationAction);
  const save = useCommand(importClientApplicationAction, {
    quiet: true,
    onSuccess: ({ applicationId }) => onDone(applicationId),
  });
  const { failure } = verification;
  return (
    <FormDialog
      title={t("client.importTitle")}
      description={t("client.importText", { tenant: server?.tenantName ?? "" })}
      okLabel={t("ok")}
      okRefused={verification.state === "verified" ? undefined : t("verify.first")}
      pending={save.pending}
      onOk={() => verification.id && save.run({ verificationId: verification.id })}
      onBack={onBack}
      onClose={onClose}
      extra={
        <Button
          variant={verification.state === "verified" ? "secondary" : "primary"}
          pending={verification.state === "running"}
          onClick={() => verification.run({ ...values, serverApplicationId: server?.id ?? null })}
        >
          {t("verify.verify")}
        </Button>
      }
    >
      <div className="space-y-4 pb-2">
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
              save.clear();
              setValues((old) => ({ ...old, [field]: event.target.value }));
            }}
          />
        ))}
        <VerificationResult verification={verification} />
        {save.failure ? (
          <Banner tone="danger" live title={t("notImported")}>
            <FailureMessage failure={save.failure} />
          </Banner>
        ) : null}
      </div>
    </FormDialog>
  );
}
