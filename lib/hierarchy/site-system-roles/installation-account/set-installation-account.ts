import { eq } from "drizzle-orm";
import { z } from "zod";
import { hashPassword } from "@/lib/access/password";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { siteSystemInstallationAccounts, siteSystemServers } from "@/lib/db/schema";
import { accountPurpose } from "@/lib/file-exchange/present-account";
import { fail, ok } from "@/lib/result";
import { seal } from "@/lib/secrets/seal";
import { defineCommand } from "@/lib/use-case";
import { findSiteServer } from "./find-site-server";

/**
 * The account the site server presents to fetch updates from a site system (reference/role.md §5). Readable for that
 * site server only; the site system gets what it needs to know a right one.
 */
export const setInstallationAccount = defineCommand({
  name: "set-installation-account",
  action: "role.manage",
  input: z.object({
    serverId: z.guid(),
    // No colon: it ends the name where the account is presented (RFC 7617).
    userName: z
      .string()
      .trim()
      .min(1)
      .max(256)
      .regex(/^[^:\p{Cc}]+$/u),
    password: z.string().min(1).max(128),
  }),
  async run({ db, clock, actor }, { serverId, userName, password }) {
    const [server] = await db
      .select({ fqdn: siteSystemServers.fqdn, site: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const siteServer = await findSiteServer(db, server.site);
    if (siteServer?.id === serverId) return fail("site-server-needs-no-account");
    if (!siteServer?.key) return fail("site-server-key-unknown", { params: { site: server.site } });
    const { publicKey, fingerprint } = siteServer.key;
    const account = {
      userName,
      sealed: await seal(Buffer.from(publicKey, "base64url"), accountPurpose(serverId), password),
      sealedTo: fingerprint,
      passwordHash: await hashPassword(password),
      changedAt: clock.now(),
      changedBy: actorName(actor),
      testedAt: null,
      testCode: null,
    };
    await db
      .insert(siteSystemInstallationAccounts)
      .values({ serverId, ...account })
      .onConflictDoUpdate({ target: siteSystemInstallationAccounts.serverId, set: account });
    // Whoever gives files there asks for it from now on.
    await publish(db, { topic: "replication", key: serverId });
    await publish(db, { topic: "sites" });
    return ok(server);
  },
  audit: ({ userName }, { fqdn, site }) => ({
    messageId: 60040,
    objectType: "site-system-server",
    objectId: fqdn,
    strings: [fqdn, site, `installation account ${userName}`],
  }),
});
