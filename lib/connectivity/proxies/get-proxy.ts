import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { sealingKeys, serverTasks, siteSystemProxies, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { defineQuery } from "@/lib/use-case";
import { type ProxyTest, testProxyTask } from "./test-proxy.task";

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
      test: await readLastTest(db, serverId),
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

/** The newest *Test the proxy* of a server; null when it was never asked for. */
async function readLastTest(db: Database, serverId: string) {
  const [newest] = await db
    .select({ id: serverTasks.id })
    .from(serverTasks)
    .where(and(eq(serverTasks.serverId, serverId), eq(serverTasks.kind, testProxyTask.kind)))
    .orderBy(desc(serverTasks.requestedAt))
    .limit(1);
  const task = newest ? await readServerTask(db, newest.id) : null;
  // What the task of this kind leaves as its result.
  return task && { ...task, result: task.result as ProxyTest | null };
}
