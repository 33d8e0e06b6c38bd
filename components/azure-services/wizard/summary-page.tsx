"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { KeyValueList } from "@/components/ui/key-value";
import type { ListedApplication } from "@/lib/azure-services/applications/list-applications";
import { SecretExpiry } from "../secret-expiry";
import type { WizardPageProps } from "./azure-wizard";

/** Page *Summary*: everything that will be connected. */
export function SummaryPage({ choices, environments }: WizardPageProps) {
  const t = useTranslations("azureServicesPage.wizard");
  const types = useTranslations("azureServicesPage.services");
  const none = useTranslations("common")("none");
  const { environmentId, type } = choices;
  const ask = { enabled: environmentId !== null };
  const servers = useLiveQuery("listApplications", { environmentId, kind: "server", tenant: null }, ask).data;
  const clients = useLiveQuery("listApplications", { environmentId, kind: "client", tenant: null }, ask).data;
  const server = servers?.find(({ id }) => id === choices.serverApplicationId);
  const client = clients?.find(({ id }) => id === choices.clientApplicationId);
  if (!type) return null;
  const named = (app: ListedApplication | undefined) =>
    app ? (
      <>
        {app.name}
        <span className="wrap-anywhere block font-mono text-muted text-sm">{app.clientId}</span>
      </>
    ) : (
      none
    );
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("summaryText")}</p>
      <KeyValueList
        items={[
          { label: t("name"), value: choices.name },
          { label: t("description"), value: choices.description || none },
          { label: t("service"), value: types(`${type}.name`) },
          { label: t("environment"), value: environments.find(({ id }) => id === environmentId)?.name },
          { label: t("tenant"), value: server?.tenantName },
          { label: t("webApp"), value: named(server) },
          ...(choices.clientApplicationId ? [{ label: t("nativeApp"), value: named(client) }] : []),
          ...(server?.secret ? [{ label: t("expiry"), value: <SecretExpiry {...server.secret} /> }] : []),
        ]}
      />
    </div>
  );
}
