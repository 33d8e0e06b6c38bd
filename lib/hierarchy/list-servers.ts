import { asc, count, eq, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { executives, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { SECONDARIES_IN_LIST } from "./list-sites";
import { SITE_TYPE, type SiteSystemServer } from "./model";

/**
 * The site system servers of the hierarchy by name, each with its roles and the executive that hosts it. Those of
 * secondary sites only as long as these are few; otherwise they stand on the pages of their sites.
 */
export const listServers = defineQuery({
  name: "list-servers",
  action: "role.view",
  input: z.object({}),
  async run({ db, clock }) {
    const [secondaries] = await db
      .select({ count: count() })
      .from(sites)
      .where(eq(sites.type, SITE_TYPE.secondary));
    const all = (secondaries?.count ?? 0) <= SECONDARIES_IN_LIST;
    return ok(await readSiteSystemServers(db, clock, all ? undefined : ne(sites.type, SITE_TYPE.secondary)));
  },
});

/** The servers among `where`, by name. */
export async function readSiteSystemServers(
  db: Database,
  clock: Clock,
  where: SQL | undefined,
): Promise<SiteSystemServer[]> {
  const rows = await db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      siteCode: siteSystemServers.siteCode,
      siteName: sites.name,
      roles: sql<string[]>`coalesce((
        select array_agg(${siteSystemRoles.role} order by ${siteSystemRoles.role})
          from ${siteSystemRoles} where ${siteSystemRoles.serverId} = ${siteSystemServers.id}), '{}')`,
      executive: executives,
      responding: isResponding(clock.now()),
    })
    .from(siteSystemServers)
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .where(where)
    .orderBy(asc(siteSystemServers.fqdn));
  return rows.map(({ executive, responding, ...server }) => ({
    ...server,
    executive: executive && {
      responding,
      version: executive.version,
      hostName: executive.hostName,
      processId: executive.processId,
      startedAt: executive.startedAt,
      heartbeatAt: executive.heartbeatAt,
    },
  }));
}
