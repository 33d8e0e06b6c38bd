import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { AuditEntry } from "@/lib/access/audit";
import { actorName, type Ctx } from "@/lib/context";
import { componentCommands, componentThreads, executives, siteSystemServers } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { insertCommand } from "./component-commands";
import type { ComponentOperation } from "./model";
import { isResponding } from "./responding";

export const componentInput = z.object({ serverId: z.uuid(), component: z.string().min(1).max(100) });

export interface RequestedOperation {
  commandId: number;
  serverFqdn: string;
}

export type RequestOperationFailure =
  | "component-not-found"
  | "executive-not-responding"
  | "component-not-stopped"
  | "command-under-way";

/**
 * Queues a command for the executive. Stop and Start are requests: that they were accepted says nothing about the
 * component, a Query does. Start asks for a component that was *seen* stopped (reference/role.md §4.2).
 */
export async function requestOperation(
  ctx: Ctx,
  input: z.output<typeof componentInput> & { operation: ComponentOperation },
): Promise<Result<RequestedOperation, RequestOperationFailure>> {
  const { serverId, component, operation } = input;
  const [found] = await ctx.db
    .select({
      fqdn: siteSystemServers.fqdn,
      polledState: componentThreads.polledState,
      responding: isResponding(),
    })
    .from(componentThreads)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, componentThreads.serverId))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .where(and(eq(componentThreads.serverId, serverId), eq(componentThreads.component, component)))
    // Two requests for the same component follow one another; the second sees the first.
    .for("update", { of: componentThreads });
  if (!found) return fail("component-not-found", { params: { component } });
  if (!found.responding) {
    return fail("executive-not-responding", { params: { server: found.fqdn, component } });
  }
  if (operation === "start" && !["stopped", "failed"].includes(found.polledState ?? "")) {
    return fail("component-not-stopped", { params: { component } });
  }
  if (operation !== "query" && (await isUnderWay(ctx, serverId, component))) {
    return fail("command-under-way", { params: { component } });
  }
  const commandId = await insertCommand(ctx.db, ctx.clock, {
    serverId,
    component,
    operation,
    requestedBy: actorName(ctx.actor),
  });
  return ok({ commandId, serverFqdn: found.fqdn });
}

export function operationAudit(
  input: { component: string; operation: ComponentOperation },
  { serverFqdn }: RequestedOperation,
): Omit<AuditEntry, "action"> {
  return {
    messageId: 60002,
    objectType: "component",
    objectId: `${serverFqdn}/${input.component}`,
    strings: [input.component, serverFqdn, input.operation, "requested"],
  };
}

async function isUnderWay(ctx: Ctx, serverId: string, component: string): Promise<boolean> {
  const open = await ctx.db
    .select({ operation: componentCommands.operation })
    .from(componentCommands)
    .where(
      and(
        eq(componentCommands.serverId, serverId),
        eq(componentCommands.component, component),
        inArray(componentCommands.state, ["pending", "taken"]),
      ),
    );
  return open.some((command) => command.operation !== "query");
}
