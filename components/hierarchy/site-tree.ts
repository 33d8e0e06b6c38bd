import type { SiteRow } from "@/lib/hierarchy/model";

export interface SiteNode {
  site: SiteRow;
  children: SiteNode[];
}

/** The sites as a tree, siblings by site code. A site whose parent is unknown stands at the top. */
export function siteTree(sites: readonly SiteRow[]): SiteNode[] {
  const known = new Set(sites.map((site) => site.siteCode));
  const childrenOf = (parent: string | null): SiteNode[] =>
    sites
      .filter((site) =>
        parent === null
          ? site.parentSiteCode === null || !known.has(site.parentSiteCode)
          : site.parentSiteCode === parent,
      )
      .sort((a, b) => a.siteCode.localeCompare(b.siteCode))
      .map((site) => ({ site, children: childrenOf(site.siteCode) }));
  return childrenOf(null);
}
