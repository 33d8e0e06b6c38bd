import { eq } from "drizzle-orm";
import {
  executives,
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemRoles,
  siteSystemServers,
} from "@/lib/db/schema";
import { openProductDatabase } from "./product-database";

/**
 * The process of a server stands still from here on, as if somebody had pulled its network: it answers nobody, and
 * nobody starts another one for it. @returns what lets it go on, without knowing what happened meanwhile
 */
export async function holdMachine(fqdn: string): Promise<() => void> {
  const { db, close } = await openProductDatabase();
  try {
    const [executive] = await db
      .select({ processId: executives.processId })
      .from(siteSystemServers)
      .innerJoin(executives, eq(executives.id, siteSystemServers.executiveId))
      .where(eq(siteSystemServers.fqdn, fqdn));
    if (!executive) throw new Error(`No executive hosts ${fqdn}`);
    process.kill(executive.processId, "SIGSTOP");
    return () => process.kill(executive.processId, "SIGCONT");
  } finally {
    await close();
  }
}

/** The server that has the role of the product under test; undefined while none has it. */
export async function holderOfRole(): Promise<string | undefined> {
  const { db, close } = await openProductDatabase();
  try {
    const [holder] = await db
      .select({ fqdn: siteSystemServers.fqdn })
      .from(siteSystemRoles)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
      .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
    return holder?.fqdn;
  } finally {
    await close();
  }
}
