import { and, asc, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { fileUploads, offlineImports } from "@/lib/db/schema";
import type { OfflineImportRow } from "../import-rows";

export type FileUploadRow = typeof fileUploads.$inferSelect;

/** The files of an import, in the order of their volumes. */
export const uploadsOf = (db: Database, importId: string): Promise<FileUploadRow[]> =>
  db.select().from(fileUploads).where(eq(fileUploads.ownerId, importId)).orderBy(asc(fileUploads.fileName));

/** Locks the file: two requests of one upload must not both believe the same end. */
export async function lockUpload(
  db: Database,
  { importId, uploadId }: { importId: string; uploadId: string },
): Promise<{ upload: FileUploadRow; owner: OfflineImportRow } | null> {
  const [row] = await db
    .select({ upload: fileUploads, owner: offlineImports })
    .from(fileUploads)
    .innerJoin(offlineImports, eq(offlineImports.importId, fileUploads.ownerId))
    .where(and(eq(fileUploads.uploadId, uploadId), eq(fileUploads.ownerId, importId)))
    .for("update", { of: fileUploads });
  return row ?? null;
}
