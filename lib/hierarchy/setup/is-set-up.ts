import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { auditMessages, sites, users } from "@/lib/db/schema";

/**
 * Whether there is a hierarchy, or a local account that could make one. Accounts of Entra ID do not count: whoever may
 * sign in there could otherwise close Setup for everybody.
 */
export async function isSetUp(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ found: boolean }>(
    sql`select exists (select from ${sites}) or exists (select from ${users} where ${users.source} = 'local') as found`,
  );
  return rows[0]?.found ?? false;
}

/** Whether the hierarchy was made by Setup; the sample of the lab was not. */
export async function wasMadeBySetup(db: Database): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(auditMessages)
    .where(and(eq(auditMessages.action, "setup.run"), eq(auditMessages.messageId, SITE_INSTALLED)))
    .limit(1);
  return rows.length > 0;
}

/** Audit message of Setup, continuing the catalogue of reference/roles-and-permissions.md §11. Strings: user, site code, site name, site server. */
export const SITE_INSTALLED = 60060;
