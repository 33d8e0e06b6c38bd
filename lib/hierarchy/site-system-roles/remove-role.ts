import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findRoleHolder, orderRoleChange } from "../role-changes/order-role-change";
import { REMOVE_ROLE } from "../role-changes/remove-role.order";

/** *Remove Role* of the service connection point (reference/role.md §8.1). The value names the change to follow. */
export const removeRole = defineCommand({
  name: "remove-role",
  action: "role.manage",
  /** The server the reader saw it on: another one holds it when somebody was quicker. */
  input: z.object({ serverId: z.guid() }),
  async run(ctx, { serverId }) {
    const from = await findRoleHolder(ctx.db);
    if (from?.id !== serverId) return fail("role-not-installed");
    const ordered = await orderRoleChange(ctx, REMOVE_ROLE, { from, input: {} });
    return ordered.ok ? ok({ changeId: ordered.value, server: from.fqdn, site: from.siteCode }) : ordered;
  },
  audit: (_input, { server, site }) => ({
    messageId: 60040,
    objectType: "service-connection-point",
    objectId: server,
    strings: [server, site, "remove"],
  }),
});
