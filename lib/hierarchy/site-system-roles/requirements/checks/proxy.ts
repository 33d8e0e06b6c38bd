import { and, eq, ne } from "drizzle-orm";
import { proxyAddressOf } from "@/lib/connectivity/proxy-of-server";
import { siteSystemProxies, siteSystemServers } from "@/lib/db/schema";
import { failed, passed, type Requirement } from "../model";

/** The proxy belongs to the server (reference/role.md §10): where others of its site need one, so does it, probably. */
export const proxy: Requirement = {
  id: "proxy",
  severity: "warning",
  async run({ db, serverId, siteCode }) {
    const own = await proxyAddressOf(db, serverId);
    if (own) return passed({ proxy: `${own.host}:${own.port}` });
    const [other] = await db
      .select({ server: siteSystemServers.fqdn, host: siteSystemProxies.host, port: siteSystemProxies.port })
      .from(siteSystemProxies)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemProxies.serverId))
      .where(
        and(
          eq(siteSystemServers.siteCode, siteCode),
          ne(siteSystemServers.id, serverId),
          eq(siteSystemProxies.enabled, true),
        ),
      )
      .limit(1);
    return other
      ? failed({ server: other.server, proxy: `${other.host}:${other.port}` })
      : passed({ proxy: "none" });
  },
};
