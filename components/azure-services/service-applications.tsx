"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { CopyableId } from "./copyable-id";
import type { ServiceDetails } from "./service-view";

/** *Applications*: the web app and, for Cloud Management, the native app. */
export function ServiceApplications({ service }: { service: ServiceDetails }) {
  const t = useTranslations("azureServicesPage.service");
  const { serverApplication, clientApplication, tenant } = service;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <ApplicationCard title={t("webApp")} application={serverApplication} tenant={tenant} />
      {clientApplication ? (
        <ApplicationCard title={t("nativeApp")} application={clientApplication} tenant={tenant} />
      ) : null}
    </div>
  );
}

function ApplicationCard({
  title,
  application,
  tenant,
}: {
  title: string;
  application: ServiceDetails["serverApplication"];
  tenant: ServiceDetails["tenant"];
}) {
  const t = useTranslations("azureServicesPage.service");
  return (
    <Card title={title}>
      <KeyValueList
        items={[
          { label: t("appName"), value: application.name },
          {
            label: t("clientId"),
            value: (
              <CopyableId
                id={application.clientId}
                copyLabel={t("copyClientId", { name: application.name })}
              />
            ),
          },
          {
            label: t("tenant"),
            value: (
              <Link href={`/tenants/${tenant.id}`} className="rounded-sm text-accent-ink hover:underline">
                {tenant.name}
              </Link>
            ),
          },
        ]}
      />
    </Card>
  );
}
