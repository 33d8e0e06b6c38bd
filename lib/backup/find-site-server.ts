import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";

/** The server whose disk the backups of a site are on; null while the site has no site server. */
export async function findSiteServer(
  db: Database,
  siteCode: string,
): Promise<{ id: string; fqdn: string } | null> {
  const [server] = await db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
    .from(siteSystemServers)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(and(eq(siteSystemServers.siteCode, siteCode), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  return server ?? null;
}
