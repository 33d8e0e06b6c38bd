"use client";

import { useTranslations } from "next-intl";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import type { ComponentRow } from "@/lib/executive/model";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { SiteVersions } from "@/lib/overview/get-site-versions";
import { nextStep } from "@/lib/overview/next-step";
import type { AlertRow } from "@/lib/status/model";
import type { UpdateCheckStatus, UpdateSummary } from "@/lib/updates/model";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import { useLiveQuery } from "../live/use-live-query";
import { PageHeader } from "../ui/page-header";
import { CheckButton } from "../updates/check-button";
import type { UpdateCommands } from "../updates/update-commands";
import { AlertsCard } from "./alerts-card";
import { AzureServicesCard } from "./azure-services-card";
import { CheckCard } from "./check-card";
import { ComponentsCard } from "./components-card";
import { NextStepCard } from "./next-step-card";
import { RoleCard } from "./role-card";
import { UpdatesCard } from "./updates-card";
import { UsageDataCard } from "./usage-data-card";

interface OverviewData {
  role: RoleStatus;
  /** Null: the reader may not see it; its card is left out. */
  check: UpdateCheckStatus | null;
  updates: UpdateSummary[] | null;
  components: ComponentRow[] | null;
  alerts: AlertRow[] | null;
  versions: SiteVersions | null;
  usageData: UsageDataStatus | null;
  services: ServiceRow[] | null;
}

export function Overview({
  initial,
  checkForUpdates,
}: {
  initial: OverviewData;
  checkForUpdates: UpdateCommands["check"];
}) {
  const t = useTranslations("overview");
  const { role, check, updates, components, alerts, versions, usageData, services } =
    useOverviewData(initial);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={
          role.role
            ? t("description", { site: role.role.siteName, version: role.role.siteVersion })
            : t("descriptionNoRole")
        }
        actions={check ? <CheckButton check={check} role={role} command={checkForUpdates} /> : null}
      />
      <div className="grid gap-4 lg:grid-cols-3">
        <div className="lg:col-span-3">
          <NextStepCard step={nextStep({ role, alerts, updates, check, versions, services })} />
        </div>
        <div className="min-w-0 space-y-4 lg:col-span-2">
          {updates ? <UpdatesCard updates={updates} /> : null}
          {alerts ? <AlertsCard alerts={alerts} /> : null}
          {components ? <ComponentsCard components={components} /> : null}
        </div>
        <div className="min-w-0 space-y-4">
          <RoleCard status={role} alerts={alerts} />
          {check ? <CheckCard check={check} role={role} /> : null}
          {services ? <AzureServicesCard services={services} /> : null}
          {usageData ? <UsageDataCard status={usageData} /> : null}
        </div>
      </div>
    </>
  );
}

/** The same data, followed live as far as the reader may see it. */
function useOverviewData(initial: OverviewData): OverviewData {
  const follow = <T,>(data: T | null) => ({ initialData: data ?? undefined, enabled: data !== null });
  const role = useLiveQuery("getRoleStatus", {}, { initialData: initial.role });
  const check = useLiveQuery("getUpdateCheck", {}, follow(initial.check));
  const updates = useLiveQuery("listUpdates", {}, follow(initial.updates));
  const components = useLiveQuery("listComponents", {}, follow(initial.components));
  const alerts = useLiveQuery("listAlerts", {}, follow(initial.alerts));
  const versions = useLiveQuery("getSiteVersions", {}, follow(initial.versions));
  const services = useLiveQuery("listServices", {}, follow(initial.services));
  const usageData = useLiveQuery("getUsageDataStatus", {}, follow(initial.usageData));
  return {
    role: role.data ?? initial.role,
    check: check.data ?? null,
    updates: updates.data ?? null,
    components: components.data ?? null,
    alerts: alerts.data ?? null,
    versions: versions.data ?? null,
    usageData: usageData.data ?? null,
    services: services.data ?? null,
  };
}
