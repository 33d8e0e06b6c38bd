import { eq, sql } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { siteSystemServers } from "@/lib/db/schema";
import type { RoleChangeStepContext } from "./model";
import { serverResponds } from "./role-threads";

/**
 * An executive that does not answer may still act for its server until its lease is over, and knows it: then its threads
 * have ended, wherever it is.
 * @returns when the lease ended, an ISO text; null when the server answers
 */
export async function awaitLeaseEnd({
  change,
  thread,
  until,
}: Pick<RoleChangeStepContext<unknown, object>, "change" | "thread" | "until">): Promise<string | null> {
  const serverId = change.fromServerId;
  if (!serverId || (await serverResponds(thread, serverId))) return null;
  const ended = await until({
    topics: ["components"],
    limitMs: Minute.ms,
    late: "old-holder-has-lease",
    async look() {
      // Another executive took the server over: its threads are stopped like any others.
      if (await serverResponds(thread, serverId)) return { at: null };
      const [server] = await thread.db
        .select({
          isOver: sql<boolean>`coalesce(${siteSystemServers.leaseExpiresAt} <= now(), true)`,
          endedAt: siteSystemServers.leaseExpiresAt,
        })
        .from(siteSystemServers)
        .where(eq(siteSystemServers.id, serverId));
      return server?.isOver === false ? null : { at: server?.endedAt ?? thread.clock.now() };
    },
  });
  if (!ended.at) return null;
  thread.log.info(`The lease of the server that holds the role is over since ${ended.at.toISOString()}`);
  return ended.at.toISOString();
}
