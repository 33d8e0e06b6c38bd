"use client";

import { Building2, ChevronDown, Network } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { SiteRow } from "@/lib/hierarchy/model";
import { SITE_TYPE } from "@/lib/hierarchy/model";
import type { SiteVersions } from "@/lib/overview/get-site-versions";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { useAddressParam } from "../ui/use-address-param";
import { MixedVersionBanner } from "../updates/mixed-version-banner";
import { findSites, type SiteChoice } from "./find-sites";
import { SecondarySites } from "./secondary-sites";
import { ServerList } from "./server-list";
import { type SiteNode, siteTree } from "./site-tree";
import { SitesToolbar } from "./sites-toolbar";

/** With more sites than this, the servers of each are shown when they are asked for. */
const OPEN_SERVERS_UP_TO = 8;

/** All sites, each below its parent, with their servers and roles; or those that were looked for. */
export function Hierarchy({ initial }: { initial: { sites: SiteRow[]; versions: SiteVersions | null } }) {
  const { data: sites = initial.sites } = useLiveQuery("listSites", {}, { initialData: initial.sites });
  const t = useTranslations("role.hierarchy");
  const [search, setSearch] = useAddressParam("search");
  const [chosen, choose] = useAddressParam("sites", "all");
  const choice: SiteChoice = { search: useDeferredValue(search.trim()), behind: chosen === "behind" };
  if (sites.length === 0) {
    return (
      <Card>
        <EmptyState icon={Network} title={t("none")} description={t("noneHint")} />
      </Card>
    );
  }
  // Secondary sites are listed below their primary, a page at a time.
  const primaries = sites.filter((site) => site.type !== SITE_TYPE.secondary);
  return (
    <div className="space-y-4">
      <MixedVersions initial={initial.versions} />
      <SitesToolbar search={search} onSearch={setSearch} chosen={chosen} onChoose={choose} />
      {choice.search || choice.behind ? (
        <FoundSites primaries={primaries} choice={choice} />
      ) : (
        <SiteList nodes={siteTree(primaries)} label={t("sites")} all={primaries} />
      )}
    </div>
  );
}

/** Sites on more than one version: newer functions wait until the last has followed. */
function MixedVersions({ initial }: { initial: SiteVersions | null }) {
  const may = useCan()("updates.view");
  const { data: versions } = useLiveQuery(
    "getSiteVersions",
    {},
    { enabled: may, ...(initial ? { initialData: initial } : {}) },
  );
  return versions ? <MixedVersionBanner versions={versions} /> : null;
}

/** What was looked for: the sites with servers of their own to show, and then the secondary sites. */
function FoundSites({ primaries, choice }: { primaries: readonly SiteRow[]; choice: SiteChoice }) {
  const t = useTranslations("hierarchy.find");
  const found = findSites(primaries, choice);
  return (
    <>
      {found.length > 0 ? (
        <ul aria-label={t("primaries")} className="space-y-3">
          {found.map((site) => (
            <li key={site.siteCode}>
              <Site site={site} all={primaries} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t("noPrimary")}</p>
      )}
      <SecondarySites choice={choice} />
    </>
  );
}

interface SiteListProps {
  nodes: readonly SiteNode[];
  label: string;
  all: readonly SiteRow[];
}

function SiteList({ nodes, label, all }: SiteListProps) {
  const t = useTranslations("role.hierarchy");
  return (
    <ul aria-label={label} className="space-y-3">
      {nodes.map(({ site, children }) => (
        <li key={site.siteCode}>
          <Site site={site} all={all} />
          {children.length > 0 ? (
            <div className="mt-3 ml-3 border-line border-l-2 pl-3 sm:ml-6 sm:pl-6">
              <SiteList nodes={children} label={t("sitesBelow", { site: site.siteCode })} all={all} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Site({ site, all }: { site: SiteRow; all: readonly SiteRow[] }) {
  const t = useTranslations("role.hierarchy");
  const hierarchy = useTranslations("hierarchy");
  const topLevel = all.find(({ parentSiteCode }) => parentSiteCode === null);
  const isMany = all.length > OPEN_SERVERS_UP_TO;
  return (
    <article className="rounded-lg border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <span className="grid size-9 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Building2 aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1 basis-52">
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
        {topLevel && site.fullVersion !== topLevel.fullVersion ? (
          <Badge tone="warning">{hierarchy("mixed.behind")}</Badge>
        ) : null}
        <p className="text-muted text-sm tabular-nums max-sm:basis-full max-sm:pl-12">
          {t("version", { version: site.version, full: site.fullVersion })}
        </p>
      </div>
      {isMany ? null : (
        <div className="border-line border-t">
          <ServerList servers={site.servers} />
        </div>
      )}
      <Disclosures
        parts={[
          isMany && {
            label: hierarchy("servers", { count: site.servers.length }),
            content: <ServerList servers={site.servers} />,
          },
          site.secondaries > 0 && {
            label: hierarchy("secondaries.total", { count: site.secondaries }),
            content: (
              <div className="p-4">
                <SecondarySites parentSiteCode={site.siteCode} />
              </div>
            ),
          },
        ].filter((part) => part !== false)}
      />
    </article>
  );
}

interface Part {
  label: string;
  content: ReactNode;
}

/** Parts that are asked for only when they are wanted: there may be 250 secondary sites below each of 25 primaries. */
function Disclosures({ parts }: { parts: readonly Part[] }) {
  const [open, setOpen] = useState<readonly number[]>([]);
  const toggle = (index: number) =>
    setOpen(open.includes(index) ? open.filter((other) => other !== index) : [...open, index]);
  if (parts.length === 0) return null;
  return (
    <>
      <div className="flex flex-wrap gap-x-2 border-line border-t px-2 py-1">
        {parts.map(({ label }, index) => (
          <Button
            key={label}
            variant="ghost"
            size="sm"
            aria-expanded={open.includes(index)}
            onClick={() => toggle(index)}
          >
            <ChevronDown
              aria-hidden
              className={cn("transition-transform", open.includes(index) && "rotate-180")}
            />
            {label}
          </Button>
        ))}
      </div>
      {parts.map(({ label, content }, index) =>
        open.includes(index) ? (
          <div key={label} className="border-line border-t">
            {content}
          </div>
        ) : null,
      )}
    </>
  );
}
