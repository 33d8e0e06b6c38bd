import { and, eq, inArray, sql } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { componentCommands, componentThreads } from "@/lib/db/schema";
import type { ComponentOperation } from "./model";
import type { OperationOutcome } from "./server-host";

export interface TakenCommand {
  id: number;
  serverId: string;
  component: string;
  operation: ComponentOperation;
}

/** What a command ends with when the executive that took it died before it was done. */
export const ORPHANED_OUTCOME = "executive-ended";

/** Queues a command for the executive that hosts the server. */
export async function insertCommand(
  db: Database,
  clock: Clock,
  command: Omit<TakenCommand, "id"> & { requestedBy: string },
): Promise<number> {
  const [row] = await db
    .insert(componentCommands)
    .values({ ...command, requestedAt: clock.now() })
    .returning({ id: componentCommands.id });
  if (!row) throw new Error("An inserted command returned no row.");
  await publish(db, { topic: "commands", key: `${command.serverId}/${command.component}` });
  return row.id;
}

/** Takes the waiting commands of the servers this executive holds; each is taken by exactly one taker, once. */
export async function takeCommands(db: Database, executiveId: string): Promise<TakenCommand[]> {
  const { rows } = await db.execute<{
    id: string;
    server_id: string;
    component: string;
    operation: ComponentOperation;
  }>(sql`
    update component_commands set state = 'taken'
     where id in (
       select c.id from component_commands c join site_system_servers v on v.id = c.server_id
        where c.state = 'pending' and v.executive_id = ${executiveId} and v.lease_expires_at > now()
        for update of c skip locked)
    returning id, server_id, component, operation`);
  return rows
    .map((row) => ({
      id: Number(row.id),
      serverId: row.server_id,
      component: row.component,
      operation: row.operation,
    }))
    .sort((a, b) => a.id - b.id);
}

/** Ends a command that is still ours; a query also tells the Service Manager what it saw. */
export async function finishCommand(
  db: Database,
  clock: Clock,
  command: TakenCommand,
  outcome: OperationOutcome,
): Promise<void> {
  await db.transaction(async (tx) => {
    const finished = await tx
      .update(componentCommands)
      .set({
        state: outcome.ok ? "done" : "failed",
        outcome: outcome.ok ? outcome.state : outcome.code,
        finishedAt: clock.now(),
      })
      .where(and(eq(componentCommands.id, command.id), eq(componentCommands.state, "taken")))
      .returning({ id: componentCommands.id });
    if (finished.length === 0) return;
    if (command.operation === "query" && outcome.ok) {
      await tx
        .update(componentThreads)
        .set({ polledState: outcome.state, polledAt: clock.now() })
        .where(
          and(
            eq(componentThreads.serverId, command.serverId),
            eq(componentThreads.component, command.component),
          ),
        );
    }
    await publish(tx as unknown as Database, {
      topic: "components",
      key: `${command.serverId}/${command.component}`,
    });
  });
}

/**
 * Ends commands that an executive took and did not live to finish. Whether it obeyed them nobody knows, and the
 * restart has undone either; so they fail, and the administrator asks anew.
 * @param serverIds servers just claimed, so that no other executive can be working on them
 */
export async function failOrphanedCommands(
  db: Database,
  clock: Clock,
  serverIds: readonly string[],
): Promise<void> {
  if (serverIds.length === 0) return;
  const orphans = await db
    .update(componentCommands)
    .set({ state: "failed", outcome: ORPHANED_OUTCOME, finishedAt: clock.now() })
    .where(and(inArray(componentCommands.serverId, [...serverIds]), eq(componentCommands.state, "taken")))
    .returning({ id: componentCommands.id });
  if (orphans.length > 0) await publish(db, { topic: "components" });
}
