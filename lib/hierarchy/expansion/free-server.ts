import { and, eq, notInArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles } from "@/lib/db/schema";

/** What every site system has; whoever has more belongs to its site for good. */
const OF_ANY_SITE_SYSTEM = ["SMS Site System", "SMS Component Server"];

/** Whether the server may become the site server of another site: a site system has roles of one site only. */
export async function isFreeForSiteServer(db: Database, serverId: string): Promise<boolean> {
  const [role] = await db
    .select({ role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .where(and(eq(siteSystemRoles.serverId, serverId), notInArray(siteSystemRoles.role, OF_ANY_SITE_SYSTEM)))
    .limit(1);
  return role === undefined;
}
