"use client";

import { useTranslations } from "next-intl";
import { SelectField, TextField } from "@/components/ui/field";
import { KeyValueList } from "@/components/ui/key-value";
import { RadioCards } from "@/components/ui/radio-cards";
import { BASELINE_VERSION } from "@/lib/hierarchy/baseline-version";
import { RESERVED_SITE_CODES } from "@/lib/hierarchy/setup/find-faults";
import { FIRST_SITE_TYPES, type FirstSiteType } from "@/lib/hierarchy/setup/model";
import type { SetupPageProps } from "./setup-wizard";

const EXAMPLE_SERVER = "cas01.contoso.com";

/** Page *Site and Installation Settings*. */
export function SitePage({ draft: { input }, onChange, errorOf }: SetupPageProps) {
  const t = useTranslations("setup.site");
  return (
    <div className="space-y-5">
      <RadioCards<FirstSiteType>
        legend={t("type")}
        value={input.siteType}
        onChange={(siteType) => onChange({ siteType })}
        options={FIRST_SITE_TYPES.map((value) => ({
          value,
          title: t(`types.${value}.title`),
          children: t(`types.${value}.text`),
        }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t("code")}
          hint={t("codeHint", { reserved: RESERVED_SITE_CODES.join(", ") })}
          error={errorOf("siteCode")}
          inputClassName="uppercase"
          value={input.siteCode}
          required
          maxLength={3}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ siteCode: event.target.value.toUpperCase() })}
        />
        <TextField
          label={t("name")}
          hint={t("nameHint")}
          error={errorOf("siteName")}
          value={input.siteName}
          required
          maxLength={50}
          autoComplete="off"
          onChange={(event) => onChange({ siteName: event.target.value })}
        />
        <TextField
          label={t("server")}
          hint={t("serverHint", { example: EXAMPLE_SERVER })}
          error={errorOf("siteServer")}
          value={input.siteServer}
          required
          maxLength={253}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ siteServer: event.target.value })}
        />
        <SelectField
          label={t("timeZone")}
          hint={t("timeZoneHint")}
          error={errorOf("timeZone")}
          value={input.timeZone}
          onChange={(event) => onChange({ timeZone: event.target.value })}
        >
          {timeZones(input.timeZone).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
      </div>
      <KeyValueList
        items={[
          { label: t("version"), value: `${BASELINE_VERSION.version} (${BASELINE_VERSION.fullVersion})` },
        ]}
      />
      <p className="text-muted text-sm">{t("versionHint")}</p>
    </div>
  );
}

const timeZones = (chosen: string): string[] =>
  [...new Set(["UTC", chosen, ...Intl.supportedValuesOf("timeZone")])].sort();
