import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { usageDataRuns, usageDataUploads } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { RUNS_PAGE_ROWS } from "./model";

const { body: _body, items: _items, ...runColumns } = getTableColumns(usageDataRuns);

const countOf = (outcome: string) =>
  sql<number>`(select count(*)::int from jsonb_array_elements(${usageDataRuns.items}) item
    where item->>'outcome' = ${outcome})`;

/** A collection without its document, and what became of it. */
export const RUN_FIELDS = {
  ...runColumns,
  /** Size of what travels, compressed. */
  bodyBytes: sql<number | null>`octet_length(${usageDataRuns.body})`,
  collected: countOf("collected"),
  absent: countOf("absent"),
  failed: countOf("failed"),
};

export type UsageDataUpload = typeof usageDataUploads.$inferSelect;

export type UsageDataRun = Omit<typeof usageDataRuns.$inferSelect, "body" | "items"> & {
  bodyBytes: number | null;
  collected: number;
  absent: number;
  failed: number;
  /** Null for a preview, and before the run is complete. */
  upload: UsageDataUpload | null;
};

export interface UsageDataRuns {
  rows: UsageDataRun[];
  /** Pass it on to get what follows; null at the end. */
  next: { requestedAt: Date; runId: string } | null;
}

const MAX_ROWS = 100;

/** Collections with their uploads, newest first, by pages that stay where they are while new ones are added. */
export const listUsageDataRuns = defineQuery({
  name: "list-usage-data-runs",
  action: "usage-data.view",
  input: z.object({
    after: z.object({ requestedAt: z.coerce.date(), runId: z.guid() }).optional(),
    limit: z.int().min(1).max(MAX_ROWS).default(RUNS_PAGE_ROWS),
  }),
  async run({ db }, { after, limit }) {
    const time = sql`date_trunc('milliseconds', ${usageDataRuns.requestedAt})`;
    const rows = await db
      .select({ ...RUN_FIELDS, upload: usageDataUploads })
      .from(usageDataRuns)
      .leftJoin(usageDataUploads, eq(usageDataUploads.runId, usageDataRuns.runId))
      .where(
        and(
          after &&
            sql`(${time}, ${usageDataRuns.runId}) < (${after.requestedAt.toISOString()}::timestamptz, ${after.runId}::uuid)`,
        ),
      )
      .orderBy(sql`${time} desc`, desc(usageDataRuns.runId))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return ok({
      rows: page,
      next: last ? { requestedAt: last.requestedAt, runId: last.runId } : null,
    } satisfies UsageDataRuns);
  },
});
