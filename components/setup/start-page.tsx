"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/field";
import type { SetupPageProps } from "./setup-wizard";

/** Page *Getting Started*: who may run Setup. */
export function StartPage({ draft, onDraft, errorOf }: SetupPageProps) {
  const t = useTranslations("setup.start");
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <TextField
        className="max-w-sm"
        inputClassName="font-mono uppercase"
        label={t("code")}
        hint={draft.options ? t("proved") : t("codeHint")}
        error={errorOf("code")}
        value={draft.code}
        required
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onDraft({ code: event.target.value, options: null })}
      />
      <div className="max-w-prose space-y-1.5 text-muted text-sm">
        <p>{t("unattended")}</p>
        <p>{t("recover")}</p>
      </div>
    </div>
  );
}
