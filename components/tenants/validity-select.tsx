"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "../ui/field";

/** *Secret Key validity period*: one year or two. */
export function ValiditySelect({ value, onChange }: { value: 1 | 2; onChange(years: 1 | 2): void }) {
  const t = useTranslations("azureServicesPage.apps");
  return (
    <SelectField
      label={t("fields.validity")}
      value={value}
      onChange={(event) => onChange(event.target.value === "2" ? 2 : 1)}
    >
      <option value={1}>{t("years", { years: 1 })}</option>
      <option value={2}>{t("years", { years: 2 })}</option>
    </SelectField>
  );
}
