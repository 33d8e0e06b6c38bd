import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { backupSettings } from "@/lib/db/schema";

export type BackupSettings = Omit<typeof backupSettings.$inferSelect, "siteCode">;

/** As shipped: one backup, below the installation folder, without keys. */
const SHIPPED: BackupSettings = {
  keep: 1,
  destination: null,
  destinationTaskId: null,
  recoveryKey: null,
  recoveryKeySetAt: null,
  recoveryKeySetBy: null,
};

export async function readBackupSettings(db: Database, siteCode: string): Promise<BackupSettings> {
  const [row] = await db.select().from(backupSettings).where(eq(backupSettings.siteCode, siteCode));
  return row ?? SHIPPED;
}

/** Writes what is given and leaves the rest as it is. */
export async function saveBackupSettings(
  db: Database,
  siteCode: string,
  change: Partial<BackupSettings>,
): Promise<void> {
  await db
    .insert(backupSettings)
    .values({ siteCode, ...SHIPPED, ...change })
    .onConflictDoUpdate({ target: backupSettings.siteCode, set: change });
}
