import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";

/** Name of the server that holds the service connection point; null while none does. */
export async function findRoleServer(db: Database): Promise<string | null> {
  const [server] = await db
    .select({ fqdn: siteSystemServers.fqdn })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId));
  return server?.fqdn ?? null;
}
