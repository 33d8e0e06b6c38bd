import { and, eq, inArray } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { componentCommands } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { insertCommand } from "@/lib/executive/component-commands";
import type { ComponentOperation } from "@/lib/executive/model";
import type { RoleChangeStepContext } from "./model";
import { readRoleThreads, serverResponds } from "./role-threads";

type AnyStep = RoleChangeStepContext<unknown, Record<string, unknown>>;

const STOP_LIMIT = 2 * Minute.ms;

/**
 * Stops the threads of the role on the server that gives it, so that each leaves its work at a good place. A server
 * that does not answer is passed over: what it may still write is refused once the role is gone.
 */
export async function stopRoleThreads({ change, thread, until }: AnyStep): Promise<undefined> {
  const serverId = change.fromServerId;
  if (!serverId) return undefined;
  const isStopped = async (): Promise<true | null> => {
    const threads = await readRoleThreads(thread.db, serverId);
    const areAll = threads.every(({ state }) => state === "stopped");
    return areAll || !(await serverResponds(thread, serverId)) ? true : null;
  };
  if (await isStopped()) return undefined;
  await command({ change, thread }, serverId, "stop");
  await until({ topics: ["components"], limitMs: STOP_LIMIT, late: "threads-not-stopped", look: isStopped });
  return undefined;
}

/** The role stays where it is after all. */
export async function startRoleThreads({ change, thread }: AnyStep): Promise<void> {
  if (change.fromServerId) await command({ change, thread }, change.fromServerId, "start");
}

async function command(
  { change, thread }: Pick<AnyStep, "change" | "thread">,
  serverId: string,
  operation: ComponentOperation,
): Promise<void> {
  const threads = await readRoleThreads(thread.db, serverId);
  await asOwner(thread, async (tx) => {
    // What an earlier attempt asked for and nobody took up is not done a moment before or after this one.
    await tx.delete(componentCommands).where(
      and(
        eq(componentCommands.serverId, serverId),
        eq(componentCommands.state, "pending"),
        inArray(
          componentCommands.component,
          threads.map(({ component }) => component),
        ),
      ),
    );
    for (const { component } of threads)
      await insertCommand(tx, thread.clock, {
        serverId,
        component,
        operation,
        requestedBy: change.requestedBy,
      });
  });
}
