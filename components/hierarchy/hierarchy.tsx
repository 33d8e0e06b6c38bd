"use client";

import { Building2, ChevronDown, Network } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { SiteRow } from "@/lib/hierarchy/model";
import { SITE_TYPE } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { Badge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { SecondarySites } from "./secondary-sites";
import { ServerList } from "./server-list";
import { type SiteNode, siteTree } from "./site-tree";

/** All sites, each below its parent, with their servers and roles; secondary sites by pages. */
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
  // Secondary sites are listed below their primary, a page at a time.
  const nodes = siteTree(sites.filter((site) => site.type !== SITE_TYPE.secondary));
  const topVersion = nodes[0]?.site.fullVersion;
  return (
    <div className="space-y-4">
      <MixedVersions />
      <SiteList nodes={nodes} label={t("sites")} topVersion={topVersion} />
    </div>
  );
}

/** Sites on more than one version: newer functions wait until the last has followed. */
function MixedVersions() {
  const t = useTranslations("hierarchy.mixed");
  const may = useCan()("updates.view");
  const { data: versions } = useLiveQuery("getSiteVersions", {}, { enabled: may });
  if (!versions || (versions.primariesBehind.length === 0 && versions.secondariesBehind === 0)) return null;
  return (
    <Banner tone="warning" title={t("title")}>
      <p>
        {t("text", {
          primaries: versions.primariesBehind.length,
          secondaries: versions.secondariesBehind,
          version: versions.topLevel?.version ?? "",
        })}
      </p>
    </Banner>
  );
}

interface SiteListProps {
  nodes: readonly SiteNode[];
  label: string;
  topVersion: string | undefined;
}

function SiteList({ nodes, label, topVersion }: SiteListProps) {
  const t = useTranslations("role.hierarchy");
  return (
    <ul aria-label={label} className="space-y-3">
      {nodes.map(({ site, children }) => (
        <li key={site.siteCode}>
          <Site site={site} isBehind={topVersion !== undefined && site.fullVersion !== topVersion} />
          {children.length > 0 ? (
            <div className="mt-3 ml-3 border-line border-l-2 pl-3 sm:ml-6 sm:pl-6">
              <SiteList
                nodes={children}
                label={t("sitesBelow", { site: site.siteCode })}
                topVersion={topVersion}
              />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Site({ site, isBehind }: { site: SiteRow; isBehind: boolean }) {
  const t = useTranslations("role.hierarchy");
  const mixed = useTranslations("hierarchy.mixed");
  return (
    <article className="rounded-lg border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-3">
        <span className="grid size-9 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Building2 aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">
            <Link
              href={`/hierarchy/${site.siteCode}`}
              className="flex flex-wrap items-center gap-2 rounded-sm hover:text-accent-ink hover:underline"
            >
              <span className="font-mono">{site.siteCode}</span>
              <span>{site.name}</span>
            </Link>
          </h2>
          <p className="text-muted text-sm">{t(`types.${site.type}`)}</p>
        </div>
        {isBehind ? <Badge tone="warning">{mixed("behind")}</Badge> : null}
        <p className="text-muted text-sm tabular-nums">
          {t("version", { version: site.version, full: site.fullVersion })}
        </p>
      </div>
      <ServerList servers={site.servers} />
      {site.type === SITE_TYPE.primary ? <Secondaries site={site} /> : null}
    </article>
  );
}

/** Asked for only when they are wanted: there may be 250 of them below each primary. */
function Secondaries({ site }: { site: SiteRow }) {
  const t = useTranslations("hierarchy.secondaries");
  const [open, setOpen] = useState(false);
  const input = { parentSiteCode: site.siteCode, limit: 1 };
  const { data } = useLiveQuery("listSecondarySites", input);
  if (!data || data.total === 0) return null;
  return (
    <div className="border-line border-t px-4 py-2">
      <Button variant="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronDown aria-hidden className={cn("transition-transform", open && "rotate-180")} />
        {t("total", { count: data.total })}
      </Button>
      {open ? (
        <div className="mt-2 mb-2">
          <SecondarySites parentSiteCode={site.siteCode} parentVersion={site.fullVersion} />
        </div>
      ) : null}
    </div>
  );
}
