"use client";

import { useTranslations } from "next-intl";
import { CheckboxField } from "../../ui/field";
import type { CreateChoices, refusalsOf } from "./choices";

const ROLES = ["serviceConnectionPoint", "passiveSiteServer"] as const;

/** Page *System Role Selection*. */
export function RolesPage({
  refusals,
  choices,
  onChoose,
}: {
  refusals: ReturnType<typeof refusalsOf>;
  choices: CreateChoices;
  onChoose(change: Partial<CreateChoices>): void;
}) {
  const t = useTranslations("serverCreate.roles");
  return (
    <fieldset className="space-y-4">
      <legend className="mb-3">{t("legend")}</legend>
      <CheckboxField label={t("siteSystem.name")} hint={t("siteSystem.hint")} checked disabled readOnly />
      {ROLES.map((role) => {
        const refusal = refusals[role];
        return (
          <CheckboxField
            key={role}
            label={t(`${role}.name`)}
            hint={refusal ? t(`refused.${refusal}`) : t(`${role}.hint`)}
            checked={choices[role] && refusal === null}
            disabled={refusal !== null}
            onChange={(event) => onChoose({ [role]: event.target.checked })}
          />
        );
      })}
    </fieldset>
  );
}
