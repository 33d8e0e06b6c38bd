"use client";

import { useTranslations } from "next-intl";
import type { Action } from "@/lib/access/permissions";
import type { HierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { ClientUpgradeTab } from "./client-upgrade-tab";
import { ContentTab } from "./content-tab";
import { GeneralTab } from "./general-tab";
import { LicensingTab } from "./licensing-tab";
import { NotificationsTab } from "./notifications/notifications-tab";
import type { SettingsCommands } from "./settings-commands";
import { UsageDataTab } from "./usage-data-tab";

const TABS = ["general", "client-upgrade", "licensing", "content", "usage-data", "notifications"] as const;

/** Who may not see what a tab is about does not see the tab. */
const NEEDS: Partial<Record<(typeof TABS)[number], Action>> = {
  "usage-data": "usage-data.view",
  notifications: "alerts.view",
};

/** Hierarchy Settings: what counts for all sites. */
export function SettingsView({
  initial,
  commands,
}: {
  initial: HierarchySettings;
  commands: SettingsCommands;
}) {
  const t = useTranslations("settings.page");
  const { data: settings = initial } = useLiveQuery("getHierarchySettings", {}, { initialData: initial });
  const [chosen, setTab] = useAddressParam("tab", "general");
  const can = useCan();
  const content = {
    general: <GeneralTab settings={settings} command={commands.consent} />,
    "client-upgrade": <ClientUpgradeTab settings={settings} commands={commands} />,
    licensing: (
      <LicensingTab
        key={settings.softwareAssuranceExpiration}
        settings={settings}
        command={commands.setSoftwareAssurance}
      />
    ),
    content: (
      <ContentTab
        key={settings.contentValidationHours}
        settings={settings}
        command={commands.setContentValidation}
      />
    ),
    "usage-data": <UsageDataTab />,
    notifications: <NotificationsTab />,
  };
  const tabs = TABS.filter((id) => {
    const needs = NEEDS[id];
    return !needs || can(needs);
  });
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs
        label={t("title")}
        value={tabs.find((id) => id === chosen) ?? "general"}
        onChange={setTab}
        tabs={tabs.map((id) => ({ id, label: t(`tabs.${id}`), content: content[id] }))}
      />
    </>
  );
}
