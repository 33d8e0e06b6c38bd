import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { fileExchangeEndpoints, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { fingerprintOf } from "./serve-files";

export interface RegisteredServer {
  serverId: string;
  siteCode: string;
  siteType: number;
}

/** Fingerprints by digest of the certificate: thousands of them are read again with every event, and hardly change. */
const fingerprints = new Map<string, string>();
const FINGERPRINTS_KEPT = 20_000;

/** The site servers among `where` with a registered certificate, by its fingerprint. */
export async function registeredSiteServers(
  db: Database,
  where: SQL | undefined,
): Promise<Map<string, RegisteredServer>> {
  const rows = await db
    .select({
      serverId: siteSystemServers.id,
      siteCode: sites.siteCode,
      siteType: sites.type,
      digest: sql<string>`md5(${fileExchangeEndpoints.certificate})`,
    })
    .from(fileExchangeEndpoints)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, fileExchangeEndpoints.serverId))
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .innerJoin(
      siteSystemRoles,
      and(eq(siteSystemRoles.serverId, siteSystemServers.id), eq(siteSystemRoles.role, SITE_SERVER_ROLE)),
    )
    .where(where);
  if (fingerprints.size + rows.length > FINGERPRINTS_KEPT) fingerprints.clear();
  const unknown = rows.filter(({ digest }) => !fingerprints.has(digest)).map(({ serverId }) => serverId);
  if (unknown.length > 0) await learnFingerprints(db, unknown);
  const servers = new Map<string, RegisteredServer>();
  for (const { digest, ...server } of rows) {
    const fingerprint = fingerprints.get(digest);
    // Unknown: it was changed between the two looks; the next one finds it.
    if (fingerprint) servers.set(fingerprint, server);
  }
  return servers;
}

async function learnFingerprints(db: Database, serverIds: readonly string[]): Promise<void> {
  const rows = await db
    .select({
      certificate: fileExchangeEndpoints.certificate,
      digest: sql<string>`md5(${fileExchangeEndpoints.certificate})`,
    })
    .from(fileExchangeEndpoints)
    .where(inArray(fileExchangeEndpoints.serverId, [...serverIds]));
  for (const { certificate, digest } of rows) fingerprints.set(digest, fingerprintOf(certificate));
}
