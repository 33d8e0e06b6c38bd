import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { siteSystemInstallationAccounts, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Back to the default: the site server's own certificate alone counts (reference/role.md §7.2). */
export const removeInstallationAccount = defineCommand({
  name: "remove-installation-account",
  action: "role.manage",
  input: z.object({ serverId: z.guid() }),
  async run({ db }, { serverId }) {
    const [server] = await db
      .select({ fqdn: siteSystemServers.fqdn, site: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    await db
      .delete(siteSystemInstallationAccounts)
      .where(eq(siteSystemInstallationAccounts.serverId, serverId));
    await publish(db, { topic: "replication", key: serverId });
    await publish(db, { topic: "sites" });
    return ok(server);
  },
  audit: (_input, { fqdn, site }) => ({
    messageId: 60040,
    objectType: "site-system-server",
    objectId: fqdn,
    strings: [fqdn, site, "installation account removed"],
  }),
});
