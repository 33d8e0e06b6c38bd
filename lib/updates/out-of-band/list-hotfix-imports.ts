import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { outOfBandChunks, outOfBandImports, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { HotfixImport } from "./model";

const SHOWN = 50;

const received = sql<string>`(select coalesce(max(${outOfBandChunks.position} + length(${outOfBandChunks.data})), 0)
  from ${outOfBandChunks} where ${outOfBandChunks.importId} = ${outOfBandImports.id})`;

/** The latest imports of hotfix archives, newest first; with an id, that one. */
export const listHotfixImports = defineQuery({
  name: "list-hotfix-imports",
  action: "offline.import",
  input: z.object({ importId: z.guid().optional() }),
  async run(ctx, { importId }) {
    const rows = await ctx.db
      .select({ row: outOfBandImports, packageName: updatePackages.name, received })
      .from(outOfBandImports)
      .leftJoin(updatePackages, eq(updatePackages.packageGuid, outOfBandImports.packageGuid))
      .where(importId === undefined ? undefined : eq(outOfBandImports.id, importId))
      .orderBy(desc(outOfBandImports.createdAt))
      .limit(SHOWN);
    return ok(
      rows.map(({ row, packageName, received }) => {
        const { errorCode, errorParams, ...kept } = row;
        return {
          ...kept,
          packageName,
          bytesReceived: row.state === "uploading" ? Number(received) : row.bytes,
          reason: errorCode === null ? null : { code: errorCode, params: errorParams ?? {} },
        } satisfies HotfixImport;
      }),
    );
  },
});
