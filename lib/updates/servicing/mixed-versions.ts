import { ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { sites } from "@/lib/db/schema";
import { SECONDARY_SITE } from "./site-facts";

/**
 * Whether the top-level site and the primaries run more than one version: newer functions wait until the last has
 * followed (reference/updates.md §20). Secondary sites follow by hand and hold nothing up.
 */
export async function hasMixedVersions(db: Database): Promise<boolean> {
  const [row] = await db
    .select({ versions: sql<number>`count(distinct ${sites.fullVersion})::int` })
    .from(sites)
    .where(ne(sites.type, SECONDARY_SITE));
  return (row?.versions ?? 0) > 1;
}
