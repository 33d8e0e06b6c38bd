"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Card } from "../ui/card";
import { ProxyCard } from "./proxy-card";

/** Tab *Proxy* of a site system server. */
export function ProxyTab({ server }: { server: { id: string } }) {
  const t = useTranslations("endpointsPage.proxy");
  const denied = useDeniedReason()("proxy.view");
  const { data } = useLiveQuery("getProxy", { serverId: server.id }, { enabled: denied === undefined });
  if (denied !== undefined) return <Card title={t("title")}>{denied}</Card>;
  if (!data) return <Card title={t("title")}>{t("loading")}</Card>;
  return <ProxyCard key={data.proxy?.changedAt.toISOString() ?? "none"} {...data} />;
}
