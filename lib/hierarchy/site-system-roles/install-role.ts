import { eq } from "drizzle-orm";
import { z } from "zod";
import { cloudEnvironments } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { INSTALL_ROLE, installRoleInput } from "../role-changes/install-role.order";
import { findRoleHolder, findServerForRole, orderRoleChange } from "../role-changes/order-role-change";

/**
 * *Add Site System Roles* with the service connection point on a server that is a site system already
 * (reference/role.md §7.2). The value names the change to follow.
 */
export const installRole = defineCommand({
  name: "install-role",
  action: "role.manage",
  input: installRoleInput.extend({ serverId: z.guid() }),
  async run(ctx, { serverId, ...input }) {
    const holder = await findRoleHolder(ctx.db);
    if (holder) return fail("role-exists", { params: { server: holder.fqdn } });
    const to = await findServerForRole(ctx.db, serverId);
    if ("ok" in to) return to;
    const [environment] = await ctx.db
      .select({ id: cloudEnvironments.id })
      .from(cloudEnvironments)
      .where(eq(cloudEnvironments.id, input.environmentId));
    if (!environment) return fail("environment-not-found", { field: "environmentId" });
    const ordered = await orderRoleChange(ctx, INSTALL_ROLE, { to, input });
    return ordered.ok ? ok({ changeId: ordered.value, server: to.fqdn, site: to.siteCode }) : ordered;
  },
  audit: (_input, { server, site }) => ({
    messageId: 60040,
    objectType: "service-connection-point",
    objectId: server,
    strings: [server, site, "install"],
  }),
});
