"use client";

import { Building2, Network, RadioTower, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SiteRow } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { type SiteNode, siteTree } from "./site-tree";

/** The product's name of the service connection point role. */
const SERVICE_CONNECTION_POINT_ROLE = "SMS Dmp Connector";

/** All sites, each below its parent, with their site system servers and roles. */
export function Hierarchy({ initial }: { initial: SiteRow[] }) {
  const { data: sites = initial } = useLiveQuery("listSites", {}, { initialData: initial });
  const t = useTranslations("role.hierarchy");
  if (sites.length === 0) {
    return (
      <Card>
        <EmptyState icon={Network} title={t("none")} description={t("noneHint")} />
      </Card>
    );
  }
  return <SiteList nodes={siteTree(sites)} label={t("sites")} />;
}

function SiteList({ nodes, label }: { nodes: readonly SiteNode[]; label: string }) {
  const t = useTranslations("role.hierarchy");
  return (
    <ul aria-label={label} className="space-y-3">
      {nodes.map(({ site, children }) => (
        <li key={site.siteCode}>
          <Site site={site} />
          {children.length > 0 ? (
            <div className="mt-3 ml-3 border-line border-l-2 pl-3 sm:ml-6 sm:pl-6">
              <SiteList nodes={children} label={t("sitesBelow", { site: site.siteCode })} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Site({ site }: { site: SiteRow }) {
  const t = useTranslations("role.hierarchy");
  return (
    <article className="rounded-lg border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <span className="grid size-9 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Building2 aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            <span className="font-mono">{site.siteCode}</span>
            <span>{site.name}</span>
          </h2>
          <p className="text-muted text-sm">{t(`types.${site.type}`)}</p>
        </div>
        <p className="text-muted text-sm tabular-nums">
          {t("version", { version: site.version, full: site.fullVersion })}
        </p>
      </div>
      <ul aria-label={t("servers")} className="divide-y divide-line border-line border-t">
        {site.servers.map((server) => (
          <li key={server.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2">
            <span className="inline-flex min-w-0 items-center gap-2 sm:min-w-56">
              <Server aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 break-all">{server.fqdn}</span>
            </span>
            <span className="flex flex-wrap gap-1.5">
              {server.roles.length === 0 ? <span className="text-muted text-sm">{t("noRoles")}</span> : null}
              {server.roles.map((role) => (
                <RoleBadge key={role} role={role} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}

function RoleBadge({ role }: { role: string }) {
  const t = useTranslations("role.hierarchy.roles");
  // Roles that this product does not manage are named as the product names them.
  const name = t.has(role) ? t(role) : role;
  if (role !== SERVICE_CONNECTION_POINT_ROLE) return <Badge>{name}</Badge>;
  return (
    <Badge tone="accent">
      <RadioTower aria-hidden className="size-3" />
      {name}
    </Badge>
  );
}
