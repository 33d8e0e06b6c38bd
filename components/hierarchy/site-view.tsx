"use client";

import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { SITE_TYPE } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { Card } from "../ui/card";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { PropertiesTab } from "./properties-tab";
import { RoutesTab } from "./routes-tab";
import { SecondarySites } from "./secondary-sites";
import { ServerList } from "./server-list";
import { ServiceWindowsTab } from "./service-windows-tab";
import type { SiteCommands } from "./site-commands";
import { SiteContentTab } from "./site-content-tab";
import { SiteStatusBadge } from "./site-status-badge";
import { SiteUpdatesTab } from "./site-updates-tab";
import { UpgradeSecondary } from "./upgrade-secondary";

export type SiteDetail = QueryValue<"getSite">;

interface SiteViewProps {
  initial: SiteDetail;
  commands: SiteCommands;
}

/** The properties of a site, in the tabs of the product's dialog, followed live. */
export function SiteView({ initial, commands }: SiteViewProps) {
  const t = useTranslations("hierarchy.site");
  const types = useTranslations("role.hierarchy.types");
  const input = { siteCode: initial.siteCode };
  const { data: site = initial } = useLiveQuery("getSite", input, { initialData: initial });
  const [chosen, setTab] = useAddressParam("tab", "properties");
  const tabs = useTabs(site, commands);
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="font-mono">{site.siteCode}</span> {site.name}
          </>
        }
        breadcrumbs={[
          { label: t("hierarchy"), href: "/hierarchy" },
          ...(site.type === SITE_TYPE.secondary && site.parentSiteCode
            ? [{ label: site.parentSiteCode, href: `/hierarchy/${site.parentSiteCode}` }]
            : []),
        ]}
        status={<SiteStatusBadge status={site.status} />}
        description={t("about", {
          type: types(String(site.type)),
          version: site.version,
          full: site.fullVersion,
        })}
        actions={
          site.type === SITE_TYPE.secondary ? <UpgradeSecondary site={site} commands={commands} /> : null
        }
      />
      <Tabs
        label={t("tabsLabel", { site: site.siteCode })}
        value={tabs.some(({ id }) => id === chosen) ? chosen : "properties"}
        onChange={setTab}
        tabs={tabs.map(({ id, content }) => ({ id, label: t(`tabs.${id}`), content }))}
      />
    </>
  );
}

/** Secondary sites have neither service windows nor content of their own to distribute. */
function useTabs(site: SiteDetail, commands: SiteCommands) {
  const can = useCan();
  const isSecondary = site.type === SITE_TYPE.secondary;
  const tabs = [
    { id: "properties", shown: true, content: <PropertiesTab site={site} /> },
    {
      id: "servers",
      shown: true,
      content: (
        <Card padded={false}>
          <ServerList servers={site.servers} />
        </Card>
      ),
    },
    {
      id: "secondaries",
      shown: site.type === SITE_TYPE.primary && site.children > 0,
      content: <SecondarySites parentSiteCode={site.siteCode} />,
    },
    {
      id: "windows",
      shown: !isSecondary && can("service-windows.view"),
      content: <ServiceWindowsTab site={site} commands={commands} />,
    },
    {
      id: "routes",
      shown: !isSecondary && can("service-windows.view"),
      content: <RoutesTab siteCode={site.siteCode} command={commands.setRoute} />,
    },
    {
      id: "content",
      shown: can("updates.view"),
      content: <SiteContentTab siteCode={site.siteCode} command={commands.validateContent} />,
    },
    {
      id: "updates",
      shown: can("updates.view"),
      content: <SiteUpdatesTab site={site} commands={commands} />,
    },
  ];
  return tabs.filter((tab) => tab.shown);
}
