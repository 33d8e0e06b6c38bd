import { and, asc, eq, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";

export type DownloadRow = typeof updateDownloads.$inferSelect;

export interface PackageToDownload {
  packageGuid: string;
  name: string;
  state: number;
  totalBytes: number;
  download: DownloadRow;
  files: (typeof updatePackageFiles.$inferSelect)[];
}

/** Null when the package or its download is gone. */
export async function readPackageToDownload(
  db: Database,
  packageGuid: string,
): Promise<PackageToDownload | null> {
  const [row] = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      state: updatePackages.state,
      totalBytes: updatePackages.totalBytes,
      download: updateDownloads,
    })
    .from(updateDownloads)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updateDownloads.packageGuid))
    .where(eq(updateDownloads.packageGuid, packageGuid));
  if (!row) return null;
  const files = await db
    .select()
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid))
    // The payload before its redistributables, as the product downloads them.
    .orderBy(asc(updatePackageFiles.kind), asc(updatePackageFiles.path));
  return { ...row, files };
}

/** @returns what the administrator wants by now, or null when the download is gone or its files are to go */
export async function recordDownload(
  db: Database,
  packageGuid: string,
  columns: Partial<Omit<DownloadRow, "packageGuid" | "updatedAt">>,
  at: Date,
  topic: "updates" | "update-progress" = "updates",
): Promise<DownloadRow["desired"] | null> {
  const [row] = await db
    .update(updateDownloads)
    .set({ ...columns, updatedAt: at })
    .where(and(eq(updateDownloads.packageGuid, packageGuid), ne(updateDownloads.phase, "removing")))
    .returning({ desired: updateDownloads.desired });
  await publish(db, { topic, key: packageGuid });
  return row?.desired ?? null;
}

/** What the administrator wants, and until the transaction ends nothing else; null when the download is gone. */
export async function lockWish(tx: Database, packageGuid: string): Promise<DownloadRow["desired"] | null> {
  const [row] = await tx
    .select({ desired: updateDownloads.desired })
    .from(updateDownloads)
    .where(eq(updateDownloads.packageGuid, packageGuid))
    .for("update");
  return row?.desired ?? null;
}

export async function recordFileProgress(
  db: Database,
  packageGuid: string,
  files: readonly { path: string; bytesDone: number }[],
): Promise<void> {
  for (const { path, bytesDone } of files) {
    await db
      .update(updatePackageFiles)
      .set({ bytesDone })
      .where(and(eq(updatePackageFiles.packageGuid, packageGuid), eq(updatePackageFiles.path, path)));
  }
}

/** @returns false when the catalogue lists another content for this file by now */
export async function recordVerifiedFile(
  db: Database,
  file: { packageGuid: string; path: string; sha256: string; bytes: number },
  at: Date,
): Promise<boolean> {
  const rows = await db
    .update(updatePackageFiles)
    .set({ verifiedAt: at, bytesDone: file.bytes })
    .where(
      and(
        eq(updatePackageFiles.packageGuid, file.packageGuid),
        eq(updatePackageFiles.path, file.path),
        eq(updatePackageFiles.sha256, file.sha256),
      ),
    )
    .returning({ path: updatePackageFiles.path });
  return rows.length > 0;
}
