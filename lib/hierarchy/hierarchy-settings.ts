import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { hierarchySettings } from "@/lib/db/schema";

export type HierarchySettings = Omit<typeof hierarchySettings.$inferSelect, "singleton">;

/** As the columns' defaults: the row is made by the first change. */
const SHIPPED: HierarchySettings = {
  preReleaseConsentAt: null,
  preReleaseConsentBy: null,
  preProductionUpgrade: false,
  preProductionCollection: null,
  productionClientVersion: null,
  preProductionClientVersion: null,
  preProductionClientAt: null,
  clientPromotedAt: null,
  clientPromotedBy: null,
  softwareAssuranceExpiration: null,
  requiredFreeBytes: 15 * 1024 ** 3,
  contentValidationHours: 168,
};

export async function readHierarchySettings(db: Database): Promise<HierarchySettings> {
  const [row] = await db.select().from(hierarchySettings);
  if (!row) return SHIPPED;
  const { singleton: _, ...settings } = row;
  return settings;
}

/** Writes what is given and leaves the rest as it is. */
export async function saveHierarchySettings(db: Database, change: Partial<HierarchySettings>): Promise<void> {
  await db
    .insert(hierarchySettings)
    .values(change)
    .onConflictDoUpdate({ target: hierarchySettings.singleton, set: change });
  await publish(db, { topic: "sites" });
}
