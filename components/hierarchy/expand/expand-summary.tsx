"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../ui/banner";
import { TextField } from "../../ui/field";
import { KeyValueList } from "../../ui/key-value";
import type { ExpandPageProps } from "./page-props";

/** Page *Summary*: what will happen, and the site code of the primary, typed. */
export function ExpandSummary({ plan, choices, lack, onChoose }: ExpandPageProps) {
  const t = useTranslations("expansion");
  const move = useTranslations("roleMove.summary");
  const { primary, holder, secrets, targets } = plan;
  const answers = holder?.answers ?? true;
  const server = holder?.fqdn ?? "";
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("summary.text")}</p>
      <KeyValueList
        items={[
          { label: t("summary.primary"), value: `${primary?.siteCode} – ${primary?.name}` },
          { label: t("summary.site"), value: `${choices.siteCode} – ${choices.siteName}` },
          { label: t("summary.server"), value: targets.find(({ id }) => id === choices.toServerId)?.fqdn },
          {
            label: t("summary.secrets"),
            value: move(answers ? "handedOver" : "renewed", { count: secrets.length }),
          },
        ]}
      />
      <p className="max-w-prose text-muted">{t("summary.after")}</p>
      {answers ? null : (
        <Banner tone="warning" title={move("recoveryTitle", { server })}>
          <p>{move("recoveryText")}</p>
        </Banner>
      )}
      <TextField
        label={t("summary.type", { site: primary?.siteCode ?? "" })}
        value={choices.confirmation}
        error={lack ? t(`missing.${lack}`) : undefined}
        onChange={(event) => onChoose({ confirmation: event.target.value })}
        autoComplete="off"
        spellCheck={false}
        className="max-w-md"
      />
    </div>
  );
}
