import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { componentCommands, componentThreads, executives, siteSystemServers } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import {
  countStatusMessages,
  countsKey,
  NO_MESSAGES,
  summarize,
  thresholdPeriodStart,
} from "@/lib/status/component-summarizer";
import { defineQuery } from "@/lib/use-case";
import type { ComponentName } from "./component-thread";
import { COMPONENT_LOG_FILES, type ComponentRow } from "./model";
import { isResponding } from "./responding";

/** Component Status: every component of every server, with what its messages since midnight (UTC) make of it. */
export const listComponents = defineQuery({
  name: "list-components",
  action: "status.view",
  input: z.object({}),
  async run(ctx) {
    const now = ctx.clock.now();
    const threads = await ctx.db
      .select({ thread: componentThreads, server: siteSystemServers, responding: isResponding() })
      .from(componentThreads)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, componentThreads.serverId))
      .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
      .orderBy(asc(siteSystemServers.fqdn), asc(componentThreads.component));
    const counts = await countStatusMessages(ctx.db, thresholdPeriodStart(now));
    const commands = await ctx.db
      .selectDistinctOn([componentCommands.serverId, componentCommands.component])
      .from(componentCommands)
      .orderBy(componentCommands.serverId, componentCommands.component, desc(componentCommands.id));

    return ok<ComponentRow[]>(
      threads.map(({ thread, server, responding }) => {
        const component = thread.component as ComponentName;
        const messages = counts.get(countsKey(component, server.fqdn)) ?? NO_MESSAGES;
        const command = commands.find((c) => c.serverId === server.id && c.component === component);
        return {
          serverId: server.id,
          serverFqdn: server.fqdn,
          siteCode: server.siteCode,
          component,
          state: thread.state,
          type: thread.type as ComponentRow["type"],
          status: summarize(messages),
          errors: messages.errors,
          warnings: messages.warnings,
          startedAt: thread.startedAt,
          stoppedAt: thread.stoppedAt,
          heartbeatAt: thread.heartbeatAt,
          nextScheduledAt: thread.nextScheduledAt,
          lastError: thread.lastError,
          logFile: COMPONENT_LOG_FILES[component],
          executiveResponding: responding,
          polledState: thread.polledState as ComponentRow["polledState"],
          polledAt: thread.polledAt,
          lastCommand: command
            ? {
                id: command.id,
                operation: command.operation,
                state: command.state,
                requestedBy: command.requestedBy,
                requestedAt: command.requestedAt,
                outcome: command.outcome,
              }
            : null,
        } satisfies ComponentRow;
      }),
    );
  },
});
