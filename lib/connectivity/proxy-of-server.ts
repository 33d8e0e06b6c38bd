import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemProxies } from "@/lib/db/schema";
import type { ProxyServer } from "./dispatcher";

/**
 * The proxy that all roles on a server use (reference/role.md §10).
 * @returns null when the server asks the internet directly
 */
export async function proxyOfServer(db: Database, serverId: string): Promise<ProxyServer | null> {
  const [proxy] = await db
    .select({ host: siteSystemProxies.host, port: siteSystemProxies.port })
    .from(siteSystemProxies)
    .where(and(eq(siteSystemProxies.serverId, serverId), eq(siteSystemProxies.enabled, true)));
  return proxy ?? null;
}
