import { and, desc, eq, ilike, or, sql } from "drizzle-orm";
import { z } from "zod";
import { updatePackageRuns, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { ServicingRun } from "./model";

/** A line of the history. */
export interface ServicingHistoryRow extends ServicingRun {
  packageGuid: string;
  name: string;
  fullVersion: string;
  /** The package's state now, which later runs may have moved on. */
  state: number;
}

export interface ServicingHistory {
  rows: ServicingHistoryRow[];
  /** Pass it on to get what follows; null at the end. */
  next: { requestedAt: Date; id: string } | null;
}

const MAX_ROWS = 200;

/** The runs of all packages, newest first, by pages that stay where they are while new runs are added. */
export const listServicingHistory = defineQuery({
  name: "list-servicing-history",
  action: "updates.view",
  input: z.object({
    after: z.object({ requestedAt: z.coerce.date(), id: z.uuid() }).optional(),
    limit: z.int().min(1).max(MAX_ROWS).default(50),
    /** Part of a name, a version or of who asked. */
    search: z.string().trim().max(100).optional(),
  }),
  async run({ db }, { after, limit, search }) {
    const rows = await db
      .select({
        run: updatePackageRuns,
        name: updatePackages.name,
        fullVersion: updatePackages.fullVersion,
        state: updatePackages.state,
      })
      .from(updatePackageRuns)
      .innerJoin(updatePackages, eq(updatePackages.packageGuid, updatePackageRuns.packageGuid))
      .where(
        and(
          after &&
            sql`(date_trunc('milliseconds', ${updatePackageRuns.requestedAt}), ${updatePackageRuns.id})
              < (${after.requestedAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
          search ? matches(search) : undefined,
        ),
      )
      .orderBy(
        sql`date_trunc('milliseconds', ${updatePackageRuns.requestedAt}) desc`,
        desc(updatePackageRuns.id),
      )
      .limit(limit + 1);
    const page = rows.slice(0, limit).map(({ run, ...pack }) => ({ ...run, ...pack }));
    const last = rows.length > limit ? page.at(-1) : undefined;
    return ok({
      rows: page,
      next: last ? { requestedAt: last.requestedAt, id: last.id } : null,
    } satisfies ServicingHistory);
  },
});

function matches(search: string) {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(
    ilike(updatePackages.name, pattern),
    ilike(updatePackages.fullVersion, pattern),
    ilike(updatePackageRuns.requestedBy, pattern),
  );
}
