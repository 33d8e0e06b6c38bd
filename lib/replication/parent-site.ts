import { eq } from "drizzle-orm";
import { sites } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";

/** Code of the site above the thread's own; null at the top-level site. */
export async function parentSiteOf({
  db,
  siteCode,
}: Pick<ThreadContext, "db" | "siteCode">): Promise<string | null> {
  const [site] = await db
    .select({ parent: sites.parentSiteCode })
    .from(sites)
    .where(eq(sites.siteCode, siteCode));
  if (!site) throw new Error(`no site ${siteCode}`);
  return site.parent;
}
