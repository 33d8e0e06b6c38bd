import type { Database } from "@/lib/db/connection";
import { usageDataSettings } from "@/lib/db/schema";
import { type UsageDataLevel, usageDataLevel } from "./model";

export interface UsageDataSettings {
  level: UsageDataLevel;
  levelChangedAt: Date;
  levelChangedBy: string;
  hierarchyId: string;
}

/** As Setup leaves them: the first reader makes the row, and with it the hierarchy's id. */
export async function readUsageDataSettings(db: Database): Promise<UsageDataSettings> {
  const [row] = (await db.select().from(usageDataSettings)) as [typeof usageDataSettings.$inferSelect?];
  if (row) return { ...row, level: usageDataLevel.parse(row.level) };
  await db.insert(usageDataSettings).values({}).onConflictDoNothing();
  return readUsageDataSettings(db);
}
