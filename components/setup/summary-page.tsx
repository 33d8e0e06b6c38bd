"use client";

import { useTranslations } from "next-intl";
import { KeyValueList } from "@/components/ui/key-value";
import { LevelBadge } from "@/components/usage-data/badges";
import { BASELINE_VERSION } from "@/lib/hierarchy/baseline-version";
import type { SetupPageProps } from "./setup-wizard";

/** Page *Settings Summary*. */
export function SummaryPage({ draft: { input, options } }: SetupPageProps) {
  const t = useTranslations("setup");
  const modes = useTranslations("role.modes");
  const cloud = options?.environments.find(({ id }) => id === input.environmentId);
  const { proxyName: name, proxyPort: port } = input;
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("summary.text")}</p>
      <KeyValueList
        items={[
          { label: t("site.type"), value: t(`site.types.${input.siteType}.title`) },
          { label: t("site.code"), value: input.siteCode },
          { label: t("site.name"), value: input.siteName },
          { label: t("site.server"), value: input.siteServer },
          { label: t("site.timeZone"), value: input.timeZone },
          {
            label: t("site.version"),
            value: `${BASELINE_VERSION.version} (${BASELINE_VERSION.fullVersion})`,
          },
          {
            label: t("pages.administrator"),
            value: t("summary.administratorRole", { user: input.userName }),
          },
          { label: t("usage.level"), value: <LevelBadge level={input.usageDataLevel} /> },
          {
            label: t("checks.serviceConnectionPoint"),
            value: input.cloudConnector ? input.cloudConnectorServer : t("summary.notNow"),
          },
          ...(input.cloudConnector
            ? [
                { label: t("connector.mode"), value: modes(`${input.mode}.title`) },
                { label: t("connector.cloud"), value: cloud?.name ?? t("summary.defaultCloud") },
                {
                  label: t("checks.proxy"),
                  value: input.useProxy ? t("summary.proxyValue", { name, port }) : t("summary.noProxy"),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}
