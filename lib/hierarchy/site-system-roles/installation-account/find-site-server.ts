import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { sealingKeys, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "../../model";

export interface SiteServer {
  id: string;
  fqdn: string;
  /** What secrets for it are sealed to; null until its executive has run once. */
  key: { publicKey: string; fingerprint: string } | null;
}

/** The site server of a site, which fetches updates from the site's service connection point. */
export async function findSiteServer(db: Database, siteCode: string): Promise<SiteServer | null> {
  const [row] = await db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      publicKey: sealingKeys.publicKey,
      fingerprint: sealingKeys.fingerprint,
    })
    .from(siteSystemServers)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .leftJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemServers.id))
    .where(and(eq(siteSystemServers.siteCode, siteCode), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  if (!row) return null;
  const { publicKey, fingerprint, ...server } = row;
  return { ...server, key: publicKey && fingerprint ? { publicKey, fingerprint } : null };
}
