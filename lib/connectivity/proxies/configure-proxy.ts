import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { sealingKeys, siteSystemProxies, siteSystemServers } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { seal } from "@/lib/secrets/seal";
import { defineCommand } from "@/lib/use-case";
import { isServerName } from "../host-name";
import { proxyPasswordPurpose } from "../proxy-of-server";

type ProxyRow = typeof siteSystemProxies.$inferSelect;
type Account = Pick<ProxyRow, "userName" | "sealed" | "sealedTo">;

const NO_ACCOUNT: Account = { userName: null, sealed: null, sealedTo: null };

/**
 * Tab *Proxy* of a site system server (reference/role.md §10). `password` null or empty: the one that is kept stays, as
 * long as host, port and user name do and the server can still read it.
 */
export const configureProxy = defineCommand({
  name: "configure-proxy",
  action: "proxy.manage",
  input: z.object({
    serverId: z.uuid(),
    /** *Use a proxy server when synchronizing information from the internet*. */
    enabled: z.boolean(),
    host: z.string().max(255),
    port: z.int().min(1).max(65_535),
    /** Null: the proxy is asked without credentials. */
    userName: z.string().max(255).nullable(),
    password: z.string().max(256).nullable(),
  }),
  async run({ db, clock, actor }, { serverId, enabled, port, password, ...entered }) {
    const [server] = await db.select().from(siteSystemServers).where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("site-system-server-not-found");
    const host = entered.host.trim();
    // Switched off, an empty name says that there is none to come back to.
    const isNone = !enabled && host === "";
    if (!isNone && !isServerName(host)) return fail("proxy-host-malformed", { field: "host" });
    const userName = entered.userName?.trim() || null;
    // RFC 7617 §2: the first colon ends the name.
    if (userName?.includes(":")) return fail("proxy-user-malformed", { field: "userName" });
    const account = await accountOf(db, { serverId, enabled, host, port, userName, password });
    if (!account.ok) return account;
    const row = {
      serverId,
      enabled,
      host,
      port,
      ...account.value,
      changedAt: clock.now(),
      changedBy: actorName(actor),
    };
    await db
      .insert(siteSystemProxies)
      .values(row)
      .onConflictDoUpdate({ target: siteSystemProxies.serverId, set: row });
    await publish(db, { topic: "endpoints" });
    await publish(db, { topic: "role" });
    return ok({
      server: server.fqdn,
      address: enabled ? `${host}:${port}` : "none",
      account: userName ?? "none",
    });
  },
  audit: ({ serverId }, { server, address, account }) => ({
    messageId: 60041,
    objectType: "site-system-server",
    objectId: serverId,
    strings: [server, address, account],
  }),
});

interface Wanted extends Pick<ProxyRow, "serverId" | "enabled" | "host" | "port" | "userName"> {
  password: string | null;
}

async function accountOf(
  db: Database,
  { serverId, enabled, host, port, userName, password }: Wanted,
): Promise<Result<Account, "proxy-password-missing" | "server-key-unknown">> {
  if (userName === null) return ok(NO_ACCOUNT);
  const [key] = await db.select().from(sealingKeys).where(eq(sealingKeys.serverId, serverId));
  if (password) {
    if (!key) return fail("server-key-unknown");
    const publicKey = Buffer.from(key.publicKey, "base64url");
    const sealed = await seal(publicKey, proxyPasswordPurpose(serverId), password);
    return ok({ userName, sealed, sealedTo: key.fingerprint });
  }
  const [before] = await db
    .select()
    .from(siteSystemProxies)
    .where(eq(siteSystemProxies.serverId, serverId))
    .for("update");
  // Kept for another proxy, it would be told to whoever answers there.
  const isSame = before?.host === host && before.port === port && before.userName === userName;
  const isReadable = before?.sealedTo === key?.fingerprint;
  if (!before?.sealed || !isSame || (enabled && !isReadable))
    return fail("proxy-password-missing", { field: "password" });
  return ok({ userName, sealed: before.sealed, sealedTo: before.sealedTo });
}
