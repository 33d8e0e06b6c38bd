"use client";

import { Network } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue } from "react";
import type { SiteRow } from "@/lib/hierarchy/model";
import { SITE_TYPE } from "@/lib/hierarchy/model";
import type { SiteVersions } from "@/lib/overview/get-site-versions";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useAddressParam } from "../ui/use-address-param";
import { MixedVersionBanner } from "../updates/mixed-version-banner";
import { findSites, type SiteChoice } from "./find-sites";
import { SecondarySites } from "./secondary-sites";
import { SiteCard } from "./site-card";
import { type SiteNode, siteTree } from "./site-tree";
import { SitesToolbar } from "./sites-toolbar";

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
              <SiteCard site={site} all={primaries} />
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
          <SiteCard site={site} all={all} />
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
