import { and, eq, inArray } from "drizzle-orm";
import { componentCommands, executives, siteSystemServers } from "@/lib/db/schema";
import { insertCommand } from "@/lib/executive/component-commands";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isResponding } from "@/lib/executive/responding";

/** How long a server may take to stop or start its threads. */
const OBEY_WITHIN_MS = 60_000;

export interface SiteServer {
  id: string;
  fqdn: string;
}

/** Servers of the thread's site whose executive answers; the others have nothing running that could be stopped. */
export async function respondingServers(thread: ThreadContext): Promise<SiteServer[]> {
  return thread.db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
    .from(siteSystemServers)
    .innerJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .where(and(eq(siteSystemServers.siteCode, thread.siteCode), isResponding()))
    .orderBy(siteSystemServers.fqdn);
}

/** Asks SMS_EXECUTIVE of each server, and says in the log how each answered. Servers that do not are passed over. */
export async function commandServices(
  thread: ThreadContext,
  servers: readonly SiteServer[],
  operation: "stop" | "start",
): Promise<void> {
  const ids = new Map<number, SiteServer>();
  for (const server of servers) {
    const id = await insertCommand(thread.db, thread.clock, {
      serverId: server.id,
      component: "SMS_EXECUTIVE",
      operation,
      requestedBy: thread.component,
    });
    ids.set(id, server);
  }
  const deadline = Date.now() + OBEY_WITHIN_MS;
  while (ids.size > 0) {
    const ended = await endedCommands(thread, [...ids.keys()]);
    for (const command of ended) {
      const fqdn = ids.get(command.id)?.fqdn;
      ids.delete(command.id);
      if (command.state === "done") thread.log.info(`SMS_EXECUTIVE on ${fqdn}: ${operation} done.`);
      else thread.log.warning(`SMS_EXECUTIVE on ${fqdn}: ${operation} not obeyed, ${command.outcome}.`);
    }
    if (ids.size === 0) return;
    if (Date.now() > deadline) break;
    // Starting again must be asked for also when this thread stops; only the waiting ends then.
    if ((await thread.wait(["components"], 500)) === "stopped") return;
  }
  for (const server of ids.values()) thread.log.warning(`SMS_EXECUTIVE on ${server.fqdn} did not answer.`);
  // A stop that is obeyed after the backup would leave the site standing.
  await thread.db
    .update(componentCommands)
    .set({ state: "failed", outcome: "executive-not-responding", finishedAt: thread.clock.now() })
    .where(and(inArray(componentCommands.id, [...ids.keys()]), eq(componentCommands.state, "pending")));
}

function endedCommands(thread: ThreadContext, ids: number[]) {
  return thread.db
    .select({
      id: componentCommands.id,
      state: componentCommands.state,
      outcome: componentCommands.outcome,
    })
    .from(componentCommands)
    .where(and(inArray(componentCommands.id, ids), inArray(componentCommands.state, ["done", "failed"])));
}
