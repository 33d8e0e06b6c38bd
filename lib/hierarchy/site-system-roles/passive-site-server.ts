import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { type Failure, fail } from "@/lib/result";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SERVER_ROLE } from "../model";
import { findRoleHolder } from "../role-changes/order-role-change";

/**
 * Why a site cannot get a site server in passive mode: it has one, or the service connection point is on its site server
 * and would have to go to another site system first (reference/role.md §8.4). Null when it can.
 */
export async function whyNoPassiveSiteServer(
  db: Database,
  siteCode: string,
): Promise<Failure<"passive-site-server-exists" | "role-on-site-server"> | null> {
  const [passive] = await serversWith(db, siteCode, PASSIVE_SITE_SERVER_ROLE);
  if (passive)
    return fail("passive-site-server-exists", { params: { site: siteCode, server: passive.fqdn } });
  const holder = await findRoleHolder(db);
  const active = await serversWith(db, siteCode, SITE_SERVER_ROLE);
  return active.some(({ id }) => id === holder?.id)
    ? fail("role-on-site-server", { params: { site: siteCode, server: holder?.fqdn ?? "" } })
    : null;
}

const serversWith = (db: Database, siteCode: string, role: string) =>
  db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
    .from(siteSystemServers)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(and(eq(siteSystemServers.siteCode, siteCode), eq(siteSystemRoles.role, role)));
