import { eq } from "drizzle-orm";
import { z } from "zod";
import { sealingKeys, siteSystemProxies, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";

/**
 * What is known of the password of the account: none is needed, it is kept, or it was sealed to a key that the server no
 * longer has.
 */
export type ProxyPasswordState = "none" | "kept" | "renewal-required";

/** The proxy of a site system server, without what opens it. */
export const getProxy = defineQuery({
  name: "get-proxy",
  action: "proxy.view",
  input: z.object({ serverId: z.uuid() }),
  async run({ db }, { serverId }) {
    const [row] = await db
      .select({ server: siteSystemServers, proxy: siteSystemProxies, key: sealingKeys.fingerprint })
      .from(siteSystemServers)
      .leftJoin(siteSystemProxies, eq(siteSystemProxies.serverId, siteSystemServers.id))
      .leftJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemServers.id))
      .where(eq(siteSystemServers.id, serverId));
    if (!row) return fail("site-system-server-not-found");
    const { server, proxy, key } = row;
    return ok({
      serverId,
      serverFqdn: server.fqdn,
      /** Whether a password can be sealed to this server yet. */
      hasKey: key !== null,
      proxy: proxy && {
        enabled: proxy.enabled,
        host: proxy.host,
        port: proxy.port,
        userName: proxy.userName,
        password: passwordState(proxy.sealedTo, key),
        changedAt: proxy.changedAt,
        changedBy: proxy.changedBy,
      },
    });
  },
});

function passwordState(sealedTo: string | null, key: string | null): ProxyPasswordState {
  if (sealedTo === null) return "none";
  return sealedTo === key ? "kept" : "renewal-required";
}
