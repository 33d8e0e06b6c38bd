"use client";

import { useTranslations } from "next-intl";
import { TextField } from "../../ui/field";
import type { ExpandPageProps } from "./page-props";

/** Page *New site*: code and name of the central administration site; its version is that of the primary. */
export function NewSitePage({ plan, choices, lack, onChoose }: ExpandPageProps) {
  const t = useTranslations("expansion");
  const error = lack ? t(`missing.${lack}`) : undefined;
  return (
    <div className="space-y-4">
      <TextField
        label={t("site.code")}
        hint={t("site.codeHint")}
        error={lack === "siteCode" ? error : undefined}
        value={choices.siteCode}
        maxLength={3}
        onChange={(event) => onChoose({ siteCode: event.target.value.toUpperCase() })}
        autoComplete="off"
        spellCheck={false}
        className="max-w-40"
      />
      <TextField
        label={t("site.name")}
        error={lack === "siteName" ? error : undefined}
        value={choices.siteName}
        maxLength={127}
        onChange={(event) => onChoose({ siteName: event.target.value })}
        autoComplete="off"
        className="max-w-md"
      />
      <p className="text-muted">{t("site.version", { version: plan.primary?.version ?? "" })}</p>
    </div>
  );
}
