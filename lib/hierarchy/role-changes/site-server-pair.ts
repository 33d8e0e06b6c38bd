import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SERVER_ROLE } from "../model";

/**
 * Whether the server is one of the two site servers of a site that has one in passive mode; the service connection
 * point may be on neither (reference/role.md §8.4). The database refuses it as well.
 */
export async function holdsSiteServerOfPair(db: Database, serverId: string): Promise<boolean> {
  const [server] = await db
    .select({ siteCode: siteSystemServers.siteCode })
    .from(siteSystemServers)
    .where(eq(siteSystemServers.id, serverId));
  if (!server) return false;
  const rows = await db
    .select({ serverId: siteSystemRoles.serverId, role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(
      and(
        eq(siteSystemServers.siteCode, server.siteCode),
        inArray(siteSystemRoles.role, [SITE_SERVER_ROLE, PASSIVE_SITE_SERVER_ROLE]),
      ),
    );
  const isPair = rows.some(({ role }) => role === PASSIVE_SITE_SERVER_ROLE);
  return isPair && rows.some((row) => row.serverId === serverId);
}
