import { and, eq, notInArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles } from "@/lib/db/schema";
import { SITE_SYSTEM_ROLES } from "../model";

/** Whether the server may become the site server of another site: with more than what every
 * site system has it belongs to its site for good. */
export async function isFreeForSiteServer(db: Database, serverId: string): Promise<boolean> {
  const [role] = await db
    .select({ role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .where(and(eq(siteSystemRoles.serverId, serverId), notInArray(siteSystemRoles.role, SITE_SYSTEM_ROLES)))
    .limit(1);
  return role === undefined;
}
