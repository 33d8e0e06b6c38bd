import { eq } from "drizzle-orm";
import { executives, siteSystemServers } from "@/lib/db/schema";
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
