"use client";

import { useTranslations } from "next-intl";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { RoleCandidate } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { KeyValueList } from "../../ui/key-value";
import { ModeBadge } from "../mode-badge";
import type { InstallChoices } from "./choices";

/** Page *Summary*. */
export function InstallSummary({
  server,
  environments,
  choices,
}: {
  server: RoleCandidate | undefined;
  environments: readonly AzureEnvironmentChoice[];
  choices: InstallChoices;
}) {
  const t = useTranslations("roleInstall.summary");
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <KeyValueList
        items={[
          { label: t("server"), value: server?.fqdn },
          { label: t("site"), value: server ? `${server.siteCode} – ${server.siteName}` : "" },
          { label: t("mode"), value: <ModeBadge mode={choices.mode} /> },
          {
            label: t("environment"),
            value: environments.find(({ id }) => id === choices.environmentId)?.name,
          },
        ]}
      />
    </div>
  );
}
