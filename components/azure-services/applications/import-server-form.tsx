"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { importApplicationAction, verifyApplicationAction } from "@/app/(portal)/azure-services/actions";
import { FailureMessage } from "@/components/ui/failure-message";
import { TextField } from "@/components/ui/field";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import type { ApplicationFormProps } from "./application-dialog";
import { ImportForm } from "./import-form";
import { useVerification } from "./use-verification";
import type { ImportField } from "./verification";

const FIELDS = [
  "tenantName",
  "tenantId",
  "name",
  "clientId",
  "secret",
  "secretExpiresAt",
  "appIdUri",
] as const satisfies readonly ImportField[];

/** *Import apps* for a web app (reference/azure-services.md §4.3): Verify, then OK takes exactly what was verified. */
export function ImportServerForm({ type, environment, onBack, onClose, onDone }: ApplicationFormProps) {
  const t = useTranslations("azureServicesPage.apps");
  const [values, setValues] = useState<Record<ImportField, string>>({
    tenantName: "",
    tenantId: "",
    name: "",
    clientId: "",
    secret: "",
    secretExpiresAt: "",
    appIdUri: SERVICE_RULES[type].importedAppIdUri,
  });
  const verification = useVerification(verifyApplicationAction);
  const verified = verification.state === "verified";
  useEffect(() => {
    // It is sealed now; this page has no use for it any more.
    if (verified) setValues((old) => ({ ...old, secret: "" }));
  }, [verified]);
  const edit = (field: ImportField, value: string) => {
    verification.invalidate();
    setValues((old) => ({ ...old, [field]: value }));
  };
  const { failure } = verification;
  return (
    <ImportForm
      title={t("server.importTitle")}
      description={t("server.importText")}
      verification={verification}
      onVerify={() => verification.run({ ...values, environmentId: environment.id, serviceType: type })}
      action={importApplicationAction}
      onBack={onBack}
      onClose={onClose}
      onDone={onDone}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map((field) => (
          <TextField
            key={field}
            {...inputOf(field)}
            label={t(`fields.${field}`)}
            hint={field === "secret" && verified ? t("fields.secretSealed") : hintOf(field)}
            error={failure && verification.field === field ? <FailureMessage failure={failure} /> : undefined}
            value={values[field]}
            onChange={(event) => edit(field, event.target.value)}
          />
        ))}
      </div>
      <p className="text-muted text-sm">{t("conditionalAccess")}</p>
    </ImportForm>
  );

  function hintOf(field: ImportField): string | undefined {
    const key = `fields.${field}Hint` as const;
    return t.has(key) ? t(key) : undefined;
  }
}

/** A secret is typed or pasted, kept by no browser, and never shown. */
function inputOf(field: ImportField) {
  if (field === "secret")
    return {
      type: "password",
      autoComplete: "off",
      "data-1p-ignore": true,
      "data-lpignore": true,
      spellCheck: false,
    } as const;
  if (field === "secretExpiresAt") return { type: "date", autoComplete: "off" } as const;
  const isCode = field === "tenantId" || field === "clientId" || field === "appIdUri";
  return {
    type: "text",
    autoComplete: "off",
    spellCheck: false,
    ...(isCode && { inputClassName: "font-mono text-sm" }),
  } as const;
}
