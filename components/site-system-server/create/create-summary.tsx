"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../ui/banner";
import { KeyValueList } from "../../ui/key-value";
import type { CreateChoices } from "./choices";

/** Page *Summary*. */
export function CreateSummary({ choices }: { choices: CreateChoices }) {
  const t = useTranslations("serverCreate");
  const none = useTranslations("common")("none");
  const roles = [
    t("roles.siteSystem.name"),
    ...(choices.serviceConnectionPoint ? [t("roles.serviceConnectionPoint.name")] : []),
    ...(choices.passiveSiteServer ? [t("roles.passiveSiteServer.name")] : []),
  ];
  return (
    <div className="space-y-4">
      <KeyValueList
        items={[
          { label: t("general.fqdn"), value: choices.fqdn.trim().toLowerCase() },
          { label: t("general.site"), value: choices.siteCode },
          { label: t("general.internetFqdn"), value: choices.internetFqdn.trim() || none },
          { label: t("summary.roles"), value: roles.join(", ") },
        ]}
      />
      {choices.passiveSiteServer ? (
        <Banner tone="warning" title={t("summary.pairTitle")}>
          <p>{t("summary.pairText")}</p>
        </Banner>
      ) : null}
      {choices.serviceConnectionPoint ? <p className="max-w-prose">{t("summary.roleLater")}</p> : null}
    </div>
  );
}
