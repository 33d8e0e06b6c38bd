import { asc, count, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { SITE_TYPE, type SiteRow } from "./model";

/** Up to as many secondaries are part of the list; more are paged by `listSecondarySites`. */
export const SECONDARIES_IN_LIST = 100;

/**
 * The top-level site and its primaries by site code, each with its servers by name and their roles; secondaries too
 * as long as they are few.
 */
export const listSites = defineQuery({
  name: "list-sites",
  action: "role.view",
  input: z.object({}),
  async run({ db }) {
    const secondaries = await countSecondaries(db);
    const all = [...secondaries.values()].reduce((sum, of) => sum + of, 0) <= SECONDARIES_IN_LIST;
    const listed = await db
      .select()
      .from(sites)
      .where(all ? undefined : ne(sites.type, SITE_TYPE.secondary))
      .orderBy(asc(sites.siteCode));
    const servers = await readServers(
      db,
      listed.map(({ siteCode }) => siteCode),
    );
    return ok(
      listed.map(
        (site) =>
          ({
            siteCode: site.siteCode,
            name: site.name,
            type: site.type as SiteRow["type"],
            parentSiteCode: site.parentSiteCode,
            version: site.version,
            fullVersion: site.fullVersion,
            servers: servers.get(site.siteCode) ?? [],
            secondaries: secondaries.get(site.siteCode) ?? 0,
          }) satisfies SiteRow,
      ),
    );
  },
});

/** By the site code of their parent. */
async function countSecondaries(db: Database): Promise<Map<string, number>> {
  const rows = await db
    .select({ parentSiteCode: sites.parentSiteCode, count: count() })
    .from(sites)
    .where(eq(sites.type, SITE_TYPE.secondary))
    .groupBy(sites.parentSiteCode);
  return new Map(rows.map((row) => [row.parentSiteCode ?? "", row.count]));
}

/** The servers of some sites by name, with their roles, in one query. */
export async function readServers(
  db: Database,
  siteCodes: readonly string[],
): Promise<Map<string, SiteRow["servers"]>> {
  const found = new Map<string, SiteRow["servers"]>();
  if (siteCodes.length === 0) return found;
  const rows = await db
    .select({
      siteCode: siteSystemServers.siteCode,
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      roles: sql<string[]>`coalesce(array_agg(${siteSystemRoles.role} order by ${siteSystemRoles.role})
        filter (where ${siteSystemRoles.role} is not null), '{}')`,
    })
    .from(siteSystemServers)
    .leftJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(inArray(siteSystemServers.siteCode, [...siteCodes]))
    .groupBy(siteSystemServers.id)
    .orderBy(asc(siteSystemServers.fqdn));
  for (const { siteCode, ...server } of rows) found.set(siteCode, [...(found.get(siteCode) ?? []), server]);
  return found;
}
