import { and, eq } from "drizzle-orm";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { componentThreads, siteSystemServers, statusMessages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { STATUS_MESSAGE_TYPE, STATUS_SEVERITY } from "@/lib/status/model";
import { defineCommand } from "@/lib/use-case";
import { componentInput } from "./request-operation";

/** **Reset Counts** of a component (reference/role.md §17): its messages stay, its status begins anew. */
export const resetCounts = defineCommand({
  name: "reset-counts",
  action: "status.manage",
  input: componentInput,
  async run({ db, clock, actor }, { serverId, component }) {
    const [found] = await db
      .select({ server: siteSystemServers })
      .from(componentThreads)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, componentThreads.serverId))
      .where(and(eq(componentThreads.serverId, serverId), eq(componentThreads.component, component)));
    if (!found) return fail("component-not-found", { params: { component } });
    const { fqdn, siteCode } = found.server;
    await db.insert(statusMessages).values({
      time: clock.now(),
      messageId: STATUS_MESSAGE.countsReset,
      severity: STATUS_SEVERITY.informational,
      messageType: STATUS_MESSAGE_TYPE.milestone,
      component,
      machineName: fqdn,
      siteCode,
      processId: process.pid,
      threadId: 0,
      strings: [component, actorName(actor)],
    });
    await publish(db, { topic: "status", key: component });
    await publish(db, { topic: "components", key: component });
    return ok({ serverFqdn: fqdn });
  },
  audit: ({ component }, { serverFqdn }) => ({
    messageId: 60002,
    objectType: "component",
    objectId: `${serverFqdn}/${component}`,
    strings: [component, serverFqdn, "reset-counts", "done"],
  }),
});
