"use client";

import { useTranslations } from "next-intl";
import { FailureMessage, type ShownFailure } from "../ui/failure-message";
import { TextField } from "../ui/field";
import type { NewSecret } from "./new-secret";

/** Value and expiry of a key that was made in the Azure portal. Typed or pasted, kept by no browser, never shown. */
export function SecretFields({
  value,
  failure,
  onChange,
}: {
  value: NewSecret;
  failure: (ShownFailure & { field?: string }) | null;
  onChange(value: NewSecret): void;
}) {
  const t = useTranslations("azureServicesPage.apps.fields");
  const errorAt = (field: keyof NewSecret) =>
    failure?.field === field ? <FailureMessage failure={failure} /> : undefined;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        type="password"
        autoComplete="off"
        data-1p-ignore
        data-lpignore
        spellCheck={false}
        label={t("secret")}
        hint={t("secretHint")}
        value={value.secret}
        error={errorAt("secret")}
        onChange={(event) => onChange({ ...value, secret: event.target.value })}
      />
      <TextField
        type="date"
        autoComplete="off"
        label={t("secretExpiresAt")}
        value={value.secretExpiresAt}
        error={errorAt("secretExpiresAt")}
        onChange={(event) => onChange({ ...value, secretExpiresAt: event.target.value })}
      />
    </div>
  );
}
