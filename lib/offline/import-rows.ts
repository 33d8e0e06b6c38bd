import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import type { offlineImports } from "@/lib/db/schema";
import type { ErrorDetail } from "@/lib/updates/model";
import { type ImportReport, importReport } from "./model";

export type OfflineImportRow = typeof offlineImports.$inferSelect;

export const announceImport = (db: Database, importId: string): Promise<void> =>
  publish(db, { topic: "offline", key: importId });

/** What examining found; null before that, or when an earlier version wrote it in another form. */
export function readReport(row: Pick<OfflineImportRow, "report">): ImportReport | null {
  const parsed = importReport.safeParse(row.report);
  return parsed.success ? parsed.data : null;
}

export const readError = (row: {
  errorCode: string | null;
  errorParams: ErrorDetail["params"] | null;
}): ErrorDetail | null =>
  row.errorCode === null ? null : { code: row.errorCode, params: row.errorParams ?? {} };
