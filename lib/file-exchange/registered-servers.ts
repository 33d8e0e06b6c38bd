import { and, eq, type SQL } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { fileExchangeEndpoints, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { fingerprintOf } from "./serve-files";

export interface RegisteredServer {
  serverId: string;
  siteCode: string;
  siteType: number;
}

/** The site servers among `where` with a registered certificate, by its fingerprint. */
export async function registeredSiteServers(
  db: Database,
  where: SQL | undefined,
): Promise<Map<string, RegisteredServer>> {
  const rows = await db
    .select({
      serverId: siteSystemServers.id,
      siteCode: sites.siteCode,
      siteType: sites.type,
      certificate: fileExchangeEndpoints.certificate,
    })
    .from(fileExchangeEndpoints)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, fileExchangeEndpoints.serverId))
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .innerJoin(
      siteSystemRoles,
      and(eq(siteSystemRoles.serverId, siteSystemServers.id), eq(siteSystemRoles.role, SITE_SERVER_ROLE)),
    )
    .where(where);
  return new Map(rows.map(({ certificate, ...server }) => [fingerprintOf(certificate), server]));
}
