import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { endOpenToken } from "./let-server-join";

/** Takes back the token that a server was to join with. */
export const cancelJoin = defineCommand({
  name: "cancel-join",
  action: "role.manage",
  input: z.object({ serverId: z.guid() }),
  async run(ctx, { serverId }) {
    const [server] = await ctx.db
      .select({ fqdn: siteSystemServers.fqdn, siteCode: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const open = await endOpenToken(ctx, serverId);
    if (open !== "waiting") return fail("no-token-waits", { params: { server: server.fqdn } });
    await publish(ctx.db, { topic: "sites", key: serverId });
    return ok(server);
  },
  audit: ({ serverId }, { fqdn, siteCode }) => ({
    messageId: 60055,
    objectType: "site-system-server",
    objectId: serverId,
    strings: [fqdn, siteCode, "join-cancelled"],
  }),
});
