"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/field";
import { PASSWORD_POLICY } from "@/lib/access/password-policy";
import type { SetupPageProps } from "./setup-wizard";

/** Page *Administrator*: the account that the product would take from whoever runs its Setup. */
export function AdministratorPage({ draft, onChange, onDraft, errorOf }: SetupPageProps) {
  const t = useTranslations("setup.administrator");
  const policy = useTranslations("access.passwordPolicy");
  const { input, repeatedPassword } = draft;
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t("userName")}
          hint={t("userNameHint")}
          error={errorOf("userName")}
          value={input.userName}
          required
          maxLength={64}
          autoComplete="username"
          spellCheck={false}
          onChange={(event) => onChange({ userName: event.target.value })}
        />
        <TextField
          label={t("displayName")}
          hint={t("displayNameHint")}
          value={input.displayName}
          maxLength={100}
          autoComplete="name"
          onChange={(event) => onChange({ displayName: event.target.value })}
        />
        <TextField
          label={t("password")}
          type="password"
          hint={policy("summary", {
            min: PASSWORD_POLICY.minLength,
            distinct: PASSWORD_POLICY.minDistinctCharacters,
          })}
          error={errorOf("password")}
          value={input.password}
          required
          autoComplete="new-password"
          onChange={(event) => onChange({ password: event.target.value })}
        />
        <TextField
          label={t("repeat")}
          type="password"
          error={errorOf("repeatedPassword")}
          value={repeatedPassword}
          required
          autoComplete="new-password"
          onChange={(event) => onDraft({ repeatedPassword: event.target.value })}
        />
      </div>
    </div>
  );
}
