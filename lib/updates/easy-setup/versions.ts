import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { easySetupSettings, easySetupVersions } from "@/lib/db/schema";
import { type SourceFile, sourceHash } from "./source-hash";

export type EasySetupVersion = typeof easySetupVersions.$inferSelect;

/** The newest wanted version that carries the files of an update package. */
export async function newestVersion(tx: Database, packageGuid: string): Promise<EasySetupVersion | null> {
  const [version] = await tx
    .select()
    .from(easySetupVersions)
    .where(and(eq(easySetupVersions.packageGuid, packageGuid), isNull(easySetupVersions.retiredAt)))
    .orderBy(desc(easySetupVersions.version))
    .limit(1);
  return version ?? null;
}

/**
 * Raises the version of the one Easy Setup package of the hierarchy and makes that version carry `files`. The
 * package id is `<top-level site code>00001` (reference/updates.md §4.3).
 */
export async function createVersion(
  tx: Database,
  input: { packageGuid: string; topLevelSite: string; files: readonly SourceFile[]; at: Date },
): Promise<EasySetupVersion> {
  const { packageGuid, topLevelSite, files, at } = input;
  await tx
    .insert(easySetupSettings)
    .values({ packageId: `${topLevelSite}00001`, updatedAt: at })
    .onConflictDoNothing();
  const [settings] = await tx.select().from(easySetupSettings).for("update");
  if (!settings) throw new Error("no easy setup settings");
  const { packageId } = settings;
  const version = settings.version + 1;
  await tx.update(easySetupSettings).set({ version, updatedAt: at });
  const [created] = await tx
    .insert(easySetupVersions)
    .values({
      packageId,
      version,
      packageGuid,
      sourceHash: sourceHash(files),
      fileCount: files.length,
      totalBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      createdAt: at,
    })
    .returning();
  if (!created) throw new Error("no easy setup version");
  return created;
}
