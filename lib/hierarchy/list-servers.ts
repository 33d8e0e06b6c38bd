import { asc, count, eq, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { executives, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readEnrolments } from "./enrolment/read-enrolments";
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
    return ok(
      await readSiteSystemServers({ db, clock }, all ? undefined : ne(sites.type, SITE_TYPE.secondary)),
    );
  },
});

/** The one that hosts the server; while that one is silent or there is none, the newest that was started for it. */
const executiveOfServer = sql`(
  select e.id from executives e
   where e.id = ${siteSystemServers.executiveId} or ${siteSystemServers.fqdn} = any(e.servers)
   order by e.id = ${siteSystemServers.executiveId} and e.heartbeat_at > now() - interval '10 seconds' desc nulls last,
            e.heartbeat_at desc
   limit 1)`;

/** The servers among `where`, by name. */
export async function readSiteSystemServers(
  { db, clock }: Pick<Ctx, "db" | "clock">,
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
      responding: isResponding(),
    })
    .from(siteSystemServers)
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .leftJoin(executives, eq(executives.id, executiveOfServer))
    .where(where)
    .orderBy(asc(siteSystemServers.fqdn));
  const enrolments = await readEnrolments(
    db,
    rows.map(({ id }) => id),
    clock.now(),
  );
  return rows.map(({ executive, responding, ...server }) => ({
    ...server,
    enrolment: enrolments.get(server.id) ?? null,
    executive: executive && {
      responding,
      version: executive.version,
      hostName: executive.hostName,
      processId: executive.processId,
      startedAt: executive.startedAt,
      heartbeatAt: executive.heartbeatAt,
      clockSkewMs: executive.clockSkewMs,
      misfit: executive.misfit,
    },
  }));
}
