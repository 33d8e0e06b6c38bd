"use client";

import { useTranslations } from "next-intl";
import type { SiteRow } from "@/lib/hierarchy/model";
import { SelectField, TextField } from "../../ui/field";
import type { CreateChoices, Missing } from "./choices";

/** Page *General*: the server's name and its site. */
export function GeneralPage({
  sites,
  choices,
  missing,
  onChoose,
}: {
  sites: readonly SiteRow[];
  choices: CreateChoices;
  missing: Missing | null;
  onChoose(change: Partial<CreateChoices>): void;
}) {
  const t = useTranslations("serverCreate");
  return (
    <div className="max-w-xl space-y-4">
      <TextField
        label={t("general.fqdn")}
        hint={t("general.fqdnHint")}
        error={missing === "name" ? t("missing.name") : undefined}
        value={choices.fqdn}
        onChange={(event) => onChoose({ fqdn: event.target.value })}
        autoComplete="off"
        spellCheck={false}
        placeholder="scp03.contoso.com"
      />
      <SelectField
        label={t("general.site")}
        hint={t("general.siteHint")}
        value={choices.siteCode}
        onChange={(event) => onChoose({ siteCode: event.target.value })}
      >
        {sites.map(({ siteCode, name }) => (
          <option key={siteCode} value={siteCode}>
            {siteCode} – {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("general.internetFqdn")}
        hint={t("general.internetFqdnHint")}
        error={missing === "internetName" ? t("missing.internetName") : undefined}
        value={choices.internetFqdn}
        onChange={(event) => onChoose({ internetFqdn: event.target.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <p className="text-muted text-sm">{t("general.later")}</p>
    </div>
  );
}
