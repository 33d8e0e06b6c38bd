import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { serviceConnectionPoint, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import type { Mode } from "./model";

export interface ChangedMode {
  from: Mode;
  to: Mode;
  siteCode: string;
  serverFqdn: string;
}

/**
 * Sets the mode the role should have. That alone changes nothing at run time: SMS_DMP_DOWNLOADER reads it when it
 * starts (reference/role.md §3). Setting the mode it already has is no change.
 */
export const changeMode = defineCommand({
  name: "change-mode",
  action: "mode.change",
  input: z.object({ mode: z.enum(["online", "offline"]) }),
  async run(ctx, { mode }) {
    const [role] = await ctx.db
      .select({
        from: serviceConnectionPoint.configuredMode,
        siteCode: siteSystemServers.siteCode,
        serverFqdn: siteSystemServers.fqdn,
      })
      .from(serviceConnectionPoint)
      .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
      .for("update", { of: serviceConnectionPoint });
    if (!role) return fail("role-not-installed");
    const changed: ChangedMode = { ...role, to: mode };
    if (role.from === mode) return ok(changed);
    await ctx.db.update(serviceConnectionPoint).set({
      configuredMode: mode,
      configuredModeAt: ctx.clock.now(),
      configuredModeBy: actorName(ctx.actor),
    });
    await publish(ctx.db, { topic: "role", key: role.serverFqdn });
    return ok(changed);
  },
  audit: (_input, { from, to, siteCode, serverFqdn }) =>
    from === to
      ? null
      : {
          messageId: 60001,
          objectType: "service-connection-point",
          objectId: serverFqdn,
          strings: [siteCode, serverFqdn, from, to],
        },
});
