import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { readOpenRun } from "@/lib/updates/servicing/run";
import { PASSIVE_SITE_SERVER_ROLE, SITE_TYPE } from "../model";
import { findRoleHolder } from "../role-changes/order-role-change";
import { readOpenRoleChange } from "../role-changes/role-change-store";

/** What a check found; `passed` or why the expansion is refused. */
export interface Precondition {
  id: PreconditionId;
  passed: boolean;
  params: Record<string, string>;
}

/** The stand-alone primary site that can get a central administration site; null: there is none. */
export interface StandAlonePrimary {
  siteCode: string;
  name: string;
  version: string;
  fullVersion: string;
}

type Found = { passed: true } | { passed: false; params: Record<string, string> };
type Check = (db: Database, site: StandAlonePrimary | null) => Promise<Found>;

const passed: Found = { passed: true };
const refused = (params: Record<string, string> = {}): Found => ({ passed: false, params });

/** That none of these roles is at the site, by the product's internal names. */
const withoutRoles =
  (...roles: string[]): Check =>
  async (db, site) => {
    if (!site) return passed;
    const [found] = await db
      .select({ server: siteSystemServers.fqdn })
      .from(siteSystemRoles)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
      .where(and(eq(siteSystemServers.siteCode, site.siteCode), inArray(siteSystemRoles.role, roles)))
      .limit(1);
    return found ? refused(found) : passed;
  };

/**
 * What must hold before a stand-alone primary site is expanded (reference/role.md §8.3). The words of each are in the
 * messages under `expansion.preconditions.<id>`; a new one is an entry here.
 */
export const PRECONDITIONS = {
  "stand-alone-primary": async (_db, site) => (site ? passed : refused()),
  "no-update": async (db) => {
    const update = await readOpenRun(db);
    return update ? refused({ name: update.name }) : passed;
  },
  "no-role-change": async (db) => ((await readOpenRoleChange(db)) ? refused() : passed),
  // It goes along: the run removes it at the primary site and installs it at the new top-level one.
  "role-installed": async (db) => ((await findRoleHolder(db)) ? passed : refused()),
  "no-asset-intelligence": withoutRoles("AI Update Service Point"),
  "no-endpoint-protection": withoutRoles("SMS Endpoint Protection Point"),
  "no-cloud-management-gateway": withoutRoles("SMS Cloud Proxy Connector"),
  "no-data-warehouse": withoutRoles("Data Warehouse Service Point"),
  "no-passive-site-server": withoutRoles(PASSIVE_SITE_SERVER_ROLE),
} as const satisfies Record<string, Check>;

export type PreconditionId = keyof typeof PRECONDITIONS;
export const PRECONDITION_IDS = Object.keys(PRECONDITIONS) as PreconditionId[];

/** Only a primary site without parent, beside which there is no other but its secondary sites. */
export async function findStandAlonePrimary(db: Database): Promise<StandAlonePrimary | null> {
  const rows = await db
    .select({
      siteCode: sites.siteCode,
      name: sites.name,
      type: sites.type,
      version: sites.version,
      fullVersion: sites.fullVersion,
    })
    .from(sites)
    .where(and(isNull(sites.parentSiteCode), ne(sites.type, SITE_TYPE.secondary)));
  const [site] = rows;
  if (rows.length !== 1 || site?.type !== SITE_TYPE.primary) return null;
  const { type: _, ...primary } = site;
  return primary;
}

export async function checkPreconditions(db: Database): Promise<Precondition[]> {
  const site = await findStandAlonePrimary(db);
  const found: Precondition[] = [];
  for (const id of PRECONDITION_IDS) {
    const outcome = await PRECONDITIONS[id](db, site);
    found.push({ id, passed: outcome.passed, params: outcome.passed ? {} : outcome.params });
  }
  return found;
}
