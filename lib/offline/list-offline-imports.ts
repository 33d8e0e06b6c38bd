import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { offlineImports } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import type { ErrorDetail } from "@/lib/updates/model";
import { defineQuery } from "@/lib/use-case";
import { type OfflineImportRow, readError, readReport } from "./import-rows";
import type { ImportReport } from "./model";

const SHOWN = 50;

/** What an administrator asks about a transfer package that came back. */
export interface OfflineImport
  extends Omit<OfflineImportRow, "report" | "errorCode" | "errorParams" | "expiredAcceptedBy"> {
  report: ImportReport | null;
  /** Why it was refused; while it is imported, what it waits for. */
  error: ErrorDetail | null;
  /** Null: nobody had to, or nobody did. */
  expiredAcceptedBy: string | null;
}

/** The latest imports, newest first; with an id, that one. */
export const listOfflineImports = defineQuery({
  name: "list-offline-imports",
  action: "offline.import",
  input: z.object({ importId: z.guid().optional() }),
  async run({ db }, { importId }) {
    const rows = await db
      .select()
      .from(offlineImports)
      .where(importId === undefined ? undefined : eq(offlineImports.importId, importId))
      .orderBy(desc(offlineImports.createdAt))
      .limit(SHOWN);
    return ok(
      rows.map(({ report, errorCode, errorParams, ...kept }) => {
        return {
          ...kept,
          report: readReport({ report }),
          error: readError({ errorCode, errorParams }),
        } satisfies OfflineImport;
      }),
    );
  },
});
