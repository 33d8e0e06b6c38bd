import { and, eq, inArray, notInArray } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SYSTEM_ROLES } from "../model";
import { readOpenRoleChange } from "../role-changes/role-change-store";

/** They say that it is a site system, and go with it; so does a passive site server, which has no site to lose. */
const GO_WITH_SERVER = [...SITE_SYSTEM_ROLES, PASSIVE_SITE_SERVER_ROLE];

/**
 * *Delete* of a site system server: its tasks, its proxy, its accounts and its key go with it. Only one without another
 * role, and none that a change of the role is about.
 */
export const deleteServer = defineCommand({
  name: "delete-server",
  action: "role.manage",
  input: z.object({ serverId: z.guid() }),
  async run({ db }, { serverId }) {
    const [server] = await db
      .select({ fqdn: siteSystemServers.fqdn, site: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId))
      .for("update");
    if (!server) return fail("server-not-found");
    const [other] = await db
      .select({ role: siteSystemRoles.role })
      .from(siteSystemRoles)
      .where(and(eq(siteSystemRoles.serverId, serverId), notInArray(siteSystemRoles.role, GO_WITH_SERVER)))
      .limit(1);
    if (other) return fail("server-has-roles", { params: { server: server.fqdn, role: other.role } });
    const change = await readOpenRoleChange(db);
    if (change && [change.fromServerId, change.toServerId].includes(serverId))
      return fail("role-change-open");
    await db
      .delete(siteSystemRoles)
      .where(and(eq(siteSystemRoles.serverId, serverId), inArray(siteSystemRoles.role, GO_WITH_SERVER)));
    await db.delete(siteSystemServers).where(eq(siteSystemServers.id, serverId));
    await publish(db, { topic: "sites" });
    await publish(db, { topic: "role", key: server.fqdn });
    await publish(db, { topic: "components", key: serverId });
    return ok(server);
  },
  audit: (_input, { fqdn, site }) => ({
    messageId: 60040,
    objectType: "site-system-server",
    objectId: fqdn,
    strings: [fqdn, site, "delete server"],
  }),
});
