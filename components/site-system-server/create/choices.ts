import { SITE_TYPE, type SiteRow } from "@/lib/hierarchy/model";
import type { RoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { fullyQualifiedName } from "@/lib/hierarchy/site-system-roles/server-name";

/** The pages of *Create Site System Server* (reference/role.md §7.2). */
export const CREATE_PAGES = ["general", "roles", "summary"] as const;
export type CreatePage = (typeof CREATE_PAGES)[number];

export interface CreateChoices {
  fqdn: string;
  siteCode: string;
  internetFqdn: string;
  serviceConnectionPoint: boolean;
  passiveSiteServer: boolean;
}

/** What keeps the reader on a page: a key of `serverCreate.missing`. */
export type Missing = "name" | "internetName";

export function missingOn(page: CreatePage, { fqdn, internetFqdn }: CreateChoices): Missing | null {
  if (page !== "general") return null;
  if (!fullyQualifiedName.safeParse(fqdn).success) return "name";
  return internetFqdn !== "" && !fullyQualifiedName.safeParse(internetFqdn).success ? "internetName" : null;
}

export const sitesForServers = (sites: readonly SiteRow[]): SiteRow[] =>
  sites.filter(({ type }) => type !== SITE_TYPE.secondary);

/** Why the new server cannot get a role: keys of `serverCreate.roles.refused`; null where it can. */
export function refusalsOf(
  site: SiteRow | undefined,
  { holder, servers }: RoleCandidates,
): Record<"serviceConnectionPoint" | "passiveSiteServer", string | null> {
  const isOnSiteServer = servers.some(
    ({ fqdn, siteCode, isSiteServer }) => isSiteServer && fqdn === holder && siteCode === site?.siteCode,
  );
  const hasPassive = site?.servers.some(({ roles }) => roles.includes("SMS Site Server in passive mode"));
  return {
    serviceConnectionPoint:
      site?.parentSiteCode != null ? "notTopLevel" : holder !== null ? "roleExists" : null,
    passiveSiteServer: hasPassive ? "passiveExists" : isOnSiteServer ? "roleOnSiteServer" : null,
  };
}
