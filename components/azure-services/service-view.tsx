"use client";

import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { useLiveQuery } from "../live/use-live-query";
import { Card } from "../ui/card";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { DeleteService } from "./delete-service";
import { OperationHistory } from "./operation-history";
import { OperationProgress } from "./operation-progress";
import { ServiceApplications } from "./service-applications";
import { ServiceProof } from "./service-proof";
import { ServiceProperties } from "./service-properties";
import { ServiceStateBadge } from "./service-state-badge";
import { TestButton } from "./test-button";
import { useSignInMethods } from "./use-sign-in-methods";

/** A connection as its page shows it. */
export type ServiceDetails = QueryValue<"getService">;

const TABS = ["properties", "applications", "operations"] as const;

/** *Properties* of a connection. */
export function ServiceView({ initial }: { initial: ServiceDetails }) {
  const t = useTranslations("azureServicesPage");
  const { data: service = initial } = useLiveQuery(
    "getService",
    { serviceId: initial.id },
    { initialData: initial },
  );
  const methods = useSignInMethods()(service.environmentId);
  const [chosen, setTab] = useAddressParam("tab", "properties");
  const tab = TABS.find((id) => id === chosen) ?? "properties";
  const content = {
    properties: (
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ServiceProperties key={`${service.name} ${service.description}`} service={service} />
        <ServiceProof service={service} />
      </div>
    ),
    applications: <ServiceApplications service={service} />,
    operations: <OperationHistory operations={service.operations} />,
  };
  return (
    <>
      <PageHeader
        title={service.name}
        description={t(`services.${service.type}.name`)}
        breadcrumbs={[{ label: t("title"), href: "/azure-services" }]}
        status={<ServiceStateBadge state={service.state} />}
        actions={
          <>
            <TestButton service={service} />
            <DeleteService service={service} />
          </>
        }
      />
      <div className="space-y-4">
        {service.openOperationId ? (
          <Card title={t("service.underWay")}>
            <OperationProgress
              operationId={service.openOperationId}
              place={{ environmentId: service.environmentId, tenantId: service.tenant.tenantId, methods }}
            />
          </Card>
        ) : null}
        <Tabs
          label={t("service.tabs.label")}
          value={tab}
          onChange={setTab}
          tabs={TABS.map((id) => ({ id, label: t(`service.tabs.${id}`), content: content[id] }))}
        />
      </div>
    </>
  );
}
