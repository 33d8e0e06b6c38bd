import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemProxies } from "@/lib/db/schema";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import type { ProxyServer } from "./dispatcher";

/** A server in the process that hosts it: only there can its secrets be opened. */
export interface HostedServer {
  db: Database;
  serverId: string;
  installDir: string;
}

/** What the password of a server's proxy account is sealed for. */
export const proxyPasswordPurpose = (serverId: string): string => `site-system-proxy ${serverId}`;

/**
 * The proxy that all roles on a server use (reference/role.md §10), with its account's password.
 * @returns null when the server asks the internet directly
 */
export async function proxyOfServer({ db, serverId, installDir }: HostedServer): Promise<ProxyServer | null> {
  const proxy = await findProxy(db, serverId);
  if (!proxy) return null;
  const { host, port, userName, sealed } = proxy;
  if (userName === null || sealed === null) return { host, port, credentials: null };
  const { privateKey } = await loadServerKey(installDir);
  const password = await unseal(privateKey, proxyPasswordPurpose(serverId), sealed);
  return { host, port, credentials: password === null ? "unreadable" : { userName, password } };
}

/** Where a server's proxy is, without what opens it. @returns null when none is used */
export async function proxyAddressOf(
  db: Database,
  serverId: string,
): Promise<{ host: string; port: number } | null> {
  const proxy = await findProxy(db, serverId);
  return proxy && { host: proxy.host, port: proxy.port };
}

async function findProxy(db: Database, serverId: string) {
  const [proxy] = await db
    .select()
    .from(siteSystemProxies)
    .where(and(eq(siteSystemProxies.serverId, serverId), eq(siteSystemProxies.enabled, true)));
  return proxy ?? null;
}
