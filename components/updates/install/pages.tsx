"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { Badge } from "@/components/ui/badge";
import { CheckboxField, TextField } from "@/components/ui/field";
import { KeyValueList } from "@/components/ui/key-value";
import { RadioCards } from "@/components/ui/radio-cards";
import { AbsoluteTime } from "@/components/ui/relative-time";
import type { ServicingOptions } from "@/lib/updates/servicing/get-servicing-options";
import { ImpactList } from "../impact-list";
import type { InstallChoices } from "./choices";

export interface PageProps {
  options: ServicingOptions;
  choices: InstallChoices;
  onChoose(change: Partial<InstallChoices>): void;
  /** Why the page cannot be left, once that was tried. */
  error?: string;
}

export function GeneralPage({ options, choices, onChoose }: PageProps) {
  const t = useTranslations("servicing.wizard.general");
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <KeyValueList
        items={[
          { label: t("version"), value: options.fullVersion },
          { label: t("areas"), value: <ImpactList impact={options.impact} /> },
        ]}
      />
      <CheckboxField
        label={t("ignore")}
        hint={t("ignoreHint")}
        checked={choices.continueOnWarnings}
        onChange={(event) => onChoose({ continueOnWarnings: event.target.checked })}
      />
    </div>
  );
}

export function FeaturesPage({ options, choices, onChoose }: PageProps) {
  const t = useTranslations("servicing.wizard.features");
  const features = useTranslations("features.features");
  if (options.features.length === 0) return <p className="text-muted">{t("none")}</p>;
  const toggle = (guid: string, on: boolean) =>
    onChoose({
      features: on ? [...choices.features, guid] : choices.features.filter((chosen) => chosen !== guid),
    });
  return (
    <fieldset className="space-y-4">
      <legend className="mb-3 max-w-prose">{t("text")}</legend>
      {options.consentAt === null && options.features.some((feature) => feature.isPreRelease) ? (
        <p className="max-w-prose text-muted">
          {t.rich("consent", {
            features: (words) => (
              <Link href="/updates/features" className="text-accent-ink underline underline-offset-2">
                {words}
              </Link>
            ),
          })}
        </p>
      ) : null}
      {options.features.map((feature) => {
        const needsConsent = feature.isPreRelease && options.consentAt === null;
        return (
          <CheckboxField
            key={feature.featureGuid}
            label={
              <span className="inline-flex flex-wrap items-center gap-2">
                {features(`${feature.name}.name`)}
                {feature.isPreRelease ? <Badge tone="warning">{t("preRelease")}</Badge> : null}
                {feature.isOn ? <Badge tone="success">{t("on")}</Badge> : null}
              </span>
            }
            hint={features(`${feature.name}.description`)}
            disabled={feature.isOn || needsConsent}
            checked={feature.isOn || choices.features.includes(feature.featureGuid)}
            onChange={(event) => toggle(feature.featureGuid, event.target.checked)}
          />
        );
      })}
    </fieldset>
  );
}

export function ClientPage({ options, choices, onChoose, error }: PageProps) {
  const t = useTranslations("servicing.wizard.client");
  const { client } = options;
  if (!client) return null;
  return (
    <div className="space-y-3">
      <RadioCards
        legend={t("legend")}
        value={choices.clientOption ?? ""}
        onChange={(value) => onChoose({ clientOption: value === "pre-production" ? value : "upgrade" })}
        options={[
          { value: "upgrade", title: t("upgrade"), children: t("upgradeAbout") },
          {
            value: "pre-production",
            title: t("pilot"),
            disabledReason: client.pilotingConfigured
              ? undefined
              : t.rich("notConfigured", {
                  settings: (words) => (
                    <Link
                      href="/settings?tab=client-upgrade"
                      className="text-accent-ink underline underline-offset-2"
                    >
                      {words}
                    </Link>
                  ),
                }),
            children: (
              <>
                <p>{t("pilotAbout")}</p>
                {client.pilotingConfigured ? (
                  <p className="mt-1 text-ink">{t("collection", { name: client.collection ?? "" })}</p>
                ) : null}
              </>
            ),
          },
        ]}
      />
      <FieldError error={error} />
    </div>
  );
}

export function LicensePage({ options, choices, onChoose, error }: PageProps) {
  const t = useTranslations("servicing.wizard.license");
  const locale = useLocale();
  const { eula } = options;
  if (!eula) return <p className="text-muted">{t("none")}</p>;
  const german = locale === "de" ? eula.de : undefined;
  return (
    <div className="space-y-3">
      <p>{t("text")}</p>
      <section
        aria-label={t("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        lang={german ? "de" : "en"}
        className="max-h-72 overflow-y-auto whitespace-pre-line break-words rounded-md border border-line bg-sunken p-3"
      >
        {german ?? eula.en}
      </section>
      <CheckboxField
        label={t("accept")}
        checked={choices.licenseAccepted}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChoose({ licenseAccepted: event.target.checked })}
      />
      <FieldError error={error} />
    </div>
  );
}

export function LicensingPage({ choices, onChoose, error }: PageProps) {
  const t = useTranslations("servicing.wizard.licensing");
  const denied = useDeniedReason()("updates.install");
  return (
    <div className="space-y-3">
      <p className="max-w-prose">{t("text")}</p>
      <TextField
        className="max-w-60"
        type="date"
        min="2000-01-01"
        max="2100-12-31"
        label={t("date")}
        hint={denied ? t("denied") : undefined}
        readOnly={denied !== undefined}
        error={error}
        value={choices.assuranceDate}
        onChange={(event) => onChoose({ assuranceDate: event.target.value })}
      />
    </div>
  );
}

export function SummaryPage({ options, choices }: PageProps) {
  const t = useTranslations("servicing.wizard.summary");
  const client = useTranslations("servicing.runs.client");
  const features = useTranslations("features.features");
  const chosen = options.features.filter((feature) => choices.features.includes(feature.featureGuid));
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <KeyValueList
        items={[
          { label: t("package"), value: `${options.name} (${options.fullVersion})` },
          {
            label: t("warnings"),
            value: t(choices.continueOnWarnings ? "warningsIgnore" : "warningsStop"),
          },
          {
            label: t("features"),
            value:
              chosen.length === 0 ? (
                t("noFeatures")
              ) : (
                <ul>
                  {chosen.map((feature) => (
                    <li key={feature.featureGuid}>{features(`${feature.name}.name`)}</li>
                  ))}
                </ul>
              ),
          },
          ...(choices.clientOption ? [{ label: t("client"), value: client(choices.clientOption) }] : []),
          ...(options.eula ? [{ label: t("license"), value: t("accepted") }] : []),
          {
            label: t("assurance"),
            value: choices.assuranceDate ? (
              <AbsoluteTime at={`${choices.assuranceDate}T12:00:00Z`} style="date" />
            ) : (
              t("noDate")
            ),
          },
        ]}
      />
    </div>
  );
}

const FieldError = ({ error }: { error?: string }) =>
  error ? (
    <p role="alert" className="text-danger text-sm">
      {error}
    </p>
  ) : null;
