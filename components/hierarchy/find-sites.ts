import type { SiteRow } from "@/lib/hierarchy/model";

/** Which sites of the hierarchy are wanted. */
export interface SiteChoice {
  /** Part of a site code, a name or the name of a server; empty: any. */
  search: string;
  /** Only sites that have yet to follow their parent. */
  behind: boolean;
}

/** The top-level site and the primaries that were looked for; secondary sites are found by the database. */
export function findSites(sites: readonly SiteRow[], { search, behind }: SiteChoice): SiteRow[] {
  const versionOf = new Map(sites.map(({ siteCode, fullVersion }) => [siteCode, fullVersion]));
  const wanted = search.toLowerCase();
  return sites.filter((site) => {
    const parentVersion = versionOf.get(site.parentSiteCode ?? "");
    if (behind && (parentVersion === undefined || parentVersion === site.fullVersion)) return false;
    return [site.siteCode, site.name, ...site.servers.map(({ fqdn }) => fqdn)].some((text) =>
      text.toLowerCase().includes(wanted),
    );
  });
}
