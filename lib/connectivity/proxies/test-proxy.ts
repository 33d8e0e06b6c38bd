import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { siteSystemProxies, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { defineCommand } from "@/lib/use-case";
import { whyNotProbed } from "../endpoints/probe-admission";
import { testProxyTask } from "./test-proxy.task";

/** *Test the proxy*, from the server that uses it. @returns the id of the server task */
export const testProxy = defineCommand({
  name: "test-proxy",
  action: "proxy.manage",
  input: z.object({ serverId: z.uuid() }),
  async run({ db, clock, actor }, { serverId }) {
    const refusal = await whyNotProbed(db);
    if (refusal) return fail(refusal);
    const [row] = await db
      .select({ fqdn: siteSystemServers.fqdn, enabled: siteSystemProxies.enabled })
      .from(siteSystemServers)
      .leftJoin(siteSystemProxies, eq(siteSystemProxies.serverId, siteSystemServers.id))
      .where(eq(siteSystemServers.id, serverId));
    if (!row) return fail("site-system-server-not-found");
    if (!row.enabled) return fail("proxy-not-used");
    const task = { serverId, input: {}, requestedBy: actorName(actor) };
    return ok({ taskId: await askServer(db, clock, testProxyTask, task), server: row.fqdn });
  },
  audit: ({ serverId }, { server }) => ({
    messageId: 60041,
    objectType: "site-system-server",
    objectId: serverId,
    strings: [server, "tested"],
  }),
});
