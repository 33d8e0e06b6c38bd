"use client";

import { Route } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FileReplicationRouteRow } from "@/lib/replication/model";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { AbsoluteTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { fromBytesPerSecond } from "./rate-units";
import { RouteDialog } from "./route-dialog";
import type { SiteCommands } from "./site-commands";
import { WeekHoursText } from "./week-grid";

/** The file replication routes from and to a site: how much and when it may send. */
export function RoutesTab({ siteCode, command }: { siteCode: string; command: SiteCommands["setRoute"] }) {
  const t = useTranslations("hierarchy.routes");
  const { data } = useLiveQuery("listFileReplicationRoutes");
  const [edited, setEdited] = useState<FileReplicationRouteRow | null>(null);
  if (!data) return <Skeleton className="h-32 w-full" />;
  const routes = data.filter(
    (route) => route.sourceSiteCode === siteCode || route.destinationSiteCode === siteCode,
  );
  return (
    <Card title={t("title")} description={t("hint")} padded={false}>
      {routes.length === 0 ? (
        <EmptyState icon={Route} title={t("none")} description={t("noneHint")} />
      ) : (
        <ul aria-label={t("title")} className="divide-y divide-line border-line border-t">
          {routes.map((route) => (
            <RouteRow key={route.destinationSiteCode} route={route} onEdit={() => setEdited(route)} />
          ))}
        </ul>
      )}
      {edited ? <RouteDialog route={edited} command={command} onClose={() => setEdited(null)} /> : null}
    </Card>
  );
}

function RouteRow({ route, onEdit }: { route: FileReplicationRouteRow; onEdit(): void }) {
  const t = useTranslations("hierarchy.routes");
  const denied = useDeniedReason()("service-windows.manage");
  const limit = route.bytesPerSecond === null ? null : fromBytesPerSecond(route.bytesPerSecond);
  const ends = { from: route.sourceSiteCode, to: route.destinationSiteCode };
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium font-mono">{t("ends", ends)}</p>
        <p className="text-muted text-sm">{route.destinationSiteName}</p>
        <p className="mt-1">
          <OpenBadge route={route} />
        </p>
      </div>
      <div className="min-w-0 flex-1 basis-56">
        <p>
          {limit ? t("limited", { amount: limit.amount, unit: t(`units.${limit.unit}`) }) : t("unlimited")}
        </p>
        {route.openHours === null ? (
          <p className="text-muted text-sm">{t("always")}</p>
        ) : (
          <WeekHoursText hours={route.openHours} />
        )}
      </div>
      <Button size="sm" disabledReason={denied} aria-label={t("changeOf", ends)} onClick={onEdit}>
        {t("change")}
      </Button>
    </li>
  );
}

function OpenBadge({ route }: { route: FileReplicationRouteRow }) {
  const t = useTranslations("hierarchy.routes.now");
  if (!route.messagingEnabled) return <StatusBadge tone="warning">{t("messagingOff")}</StatusBadge>;
  if (route.open) return <StatusBadge tone="success">{t("open")}</StatusBadge>;
  return (
    <StatusBadge tone="warning">
      {route.opensAt ? (
        <>
          {t("opens")} <AbsoluteTime at={route.opensAt} />
        </>
      ) : (
        t("never")
      )}
    </StatusBadge>
  );
}
