import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { Overview } from "@/components/overview/overview";
import { RecoveryBanner } from "@/components/recovery/recovery-banner";
import { NoAccess } from "@/components/shell/no-access";
import { listServices } from "@/lib/azure-services/services/list-services";
import { getRecovery } from "@/lib/backup/recovery/get-recovery";
import { listComponents } from "@/lib/executive/list-components";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getSiteVersions } from "@/lib/overview/get-site-versions";
import { listAlerts } from "@/lib/status/list-alerts";
import { getUpdateCheck } from "@/lib/updates/get-update-check";
import { listUpdates } from "@/lib/updates/list-updates";
import { getUsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import { checkForUpdatesAction } from "./updates/actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("overview");
  return { title: t("title") };
}

export default async function OverviewPage() {
  const [role, check, updates, components, alerts, versions, usageData, services, recovery] =
    await Promise.all([
      read(getRoleStatus),
      read(getUpdateCheck),
      read(listUpdates),
      read(listComponents),
      read(listAlerts),
      read(getSiteVersions),
      read(getUsageDataStatus),
      read(listServices),
      read(getRecovery),
    ]);
  if (!role) return <NoAccess action="role.view" />;
  return (
    <>
      {recovery ? <RecoveryBanner initial={recovery} /> : null}
      <Overview
        initial={{ role, check, updates, components, alerts, versions, usageData, services }}
        checkForUpdates={checkForUpdatesAction}
      />
    </>
  );
}
