"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { useFailureText } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { useCommand } from "../ui/use-command";

interface PasswordCardProps {
  /** False for accounts whose password is kept elsewhere. */
  local: boolean;
  /** Least number of characters, and of different ones. */
  rules: { min: number; distinct: number };
  changePassword(input: unknown): Promise<Result<unknown>>;
}

export function PasswordCard({ local, ...form }: PasswordCardProps) {
  const t = useTranslations("account.password");
  return (
    <Card title={t("title")}>
      {local ? <PasswordForm {...form} /> : <p className="text-muted">{t("elsewhere")}</p>}
    </Card>
  );
}

function PasswordForm({ rules, changePassword }: Omit<PasswordCardProps, "local">) {
  const t = useTranslations("account.password");
  const policy = useTranslations("access.passwordPolicy");
  const failureText = useFailureText();
  const form = useRef<HTMLFormElement>(null);
  const [mismatch, setMismatch] = useState(false);
  const { run, pending, failure, clear } = useCommand(changePassword, {
    success: t("changed"),
    quiet: true,
    onSuccess: () => form.current?.reset(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget);
    const differs = entered.get("newPassword") !== entered.get("repeated");
    setMismatch(differs);
    if (differs) clear();
    else {
      run({
        currentPassword: entered.get("currentPassword"),
        newPassword: entered.get("newPassword"),
      });
    }
  };
  const errorOf = (field: string) => (failure?.field === field ? failureText(failure) : undefined);
  return (
    <form ref={form} method="post" onSubmit={submit} className="max-w-sm space-y-4">
      <TextField
        label={t("current")}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        error={errorOf("currentPassword")}
      />
      <TextField
        label={t("new")}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        hint={policy("summary", rules)}
        error={errorOf("newPassword")}
      />
      <TextField
        label={t("repeat")}
        name="repeated"
        type="password"
        autoComplete="new-password"
        required
        error={mismatch ? t("mismatch") : undefined}
      />
      {failure && !failure.field ? (
        <p role="alert" className="text-danger">
          {failureText(failure)}
        </p>
      ) : null}
      <Button type="submit" variant="primary" pending={pending}>
        {t("submit")}
      </Button>
    </form>
  );
}
