"use client";

import { useTranslations } from "next-intl";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { ExecutiveBadge } from "./executive-badge";
import { SERVER_TABS } from "./tabs";

/** The properties of a site system server, followed live. */
export function ServerView({ initial }: { initial: SiteSystemServer }) {
  const t = useTranslations("serversPage");
  const can = useCan();
  const { data: server = initial } = useLiveQuery(
    "getServer",
    { serverId: initial.id },
    { initialData: initial },
  );
  const [chosen, setTab] = useAddressParam("tab", "general");
  const tabs = SERVER_TABS.filter(({ needs }) => can(needs));
  return (
    <>
      <PageHeader
        title={server.fqdn}
        breadcrumbs={[
          { label: t("hierarchy"), href: "/hierarchy" },
          { label: t("title"), href: "/hierarchy/servers" },
        ]}
        status={<ExecutiveBadge server={server} />}
        description={t("about", { site: `${server.siteCode} – ${server.siteName}` })}
      />
      <Tabs
        label={t("tabsLabel", { server: server.fqdn })}
        value={tabs.some(({ id }) => id === chosen) ? chosen : "general"}
        onChange={setTab}
        tabs={tabs.map(({ id, Content }) => ({
          id,
          label: t(`tabs.${id}`),
          content: <Content server={server} />,
        }))}
      />
    </>
  );
}
