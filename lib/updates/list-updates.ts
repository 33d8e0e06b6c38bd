import { desc } from "drizzle-orm";
import { z } from "zod";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readServicingProgress } from "./servicing-progress";
import { PACKAGE_COLUMNS, toSummary } from "./update-rows";

/**
 * Every package of the catalogue, newest release first: those of *Updates and Servicing*, and with `hidden`
 * set those the console's list leaves out (its history shows them).
 */
export const listUpdates = defineQuery({
  name: "list-updates",
  action: "updates.view",
  input: z.object({}).optional(),
  async run({ db }) {
    const packages = await db
      .select(PACKAGE_COLUMNS)
      .from(updatePackages)
      .orderBy(desc(updatePackages.dateReleased));
    const downloads = await db.select().from(updateDownloads);
    const servicing = await readServicingProgress(db);
    const downloadOf = new Map(downloads.map((download) => [download.packageGuid, download]));
    return ok(
      packages.map((row) => {
        const guid = row.packageGuid;
        return toSummary(row, downloadOf.get(guid) ?? null, packages, servicing.get(guid) ?? null);
      }),
    );
  },
});
