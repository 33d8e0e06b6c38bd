import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contentDistributions, fileReplicationRoutes, sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { newestVersion } from "../updates/easy-setup/versions";
import { packageInput } from "../updates/package-input";
import { toErrorDetail } from "../updates/update-rows";
import { lagMs, remainingMs } from "./figures";
import type { SiteReplicationRow } from "./model";
import { obstacleOf } from "./route";

/** How far the newest content of a package is at every site, the top-level site first; empty before it began. */
export const listReplication = defineQuery({
  name: "list-replication",
  action: "updates.view",
  input: packageInput,
  async run({ db, clock }, { packageGuid }) {
    const version = await newestVersion(db, packageGuid);
    if (!version) return ok([]);
    const parent = alias(sites, "parent");
    const rows = await db
      .select({ row: contentDistributions, site: sites, parent, route: fileReplicationRoutes })
      .from(contentDistributions)
      .innerJoin(sites, eq(sites.siteCode, contentDistributions.siteCode))
      .leftJoin(parent, eq(parent.siteCode, sites.parentSiteCode))
      .leftJoin(
        fileReplicationRoutes,
        and(
          eq(fileReplicationRoutes.sourceSiteCode, parent.siteCode),
          eq(fileReplicationRoutes.destinationSiteCode, sites.siteCode),
        ),
      )
      .where(
        and(
          eq(contentDistributions.packageId, version.packageId),
          eq(contentDistributions.version, version.version),
        ),
      )
      .orderBy(sites.siteCode);
    const now = clock.now();
    const top = rows.find(({ site }) => site.parentSiteCode === null);
    const listed = rows.map((entry) => toRow(entry, top?.row.storedAt ?? null, now));
    // A stable sort: the others stay in the order of their codes.
    return ok(
      listed.toSorted((a, b) => Number(a.parentSiteCode !== null) - Number(b.parentSiteCode !== null)),
    );
  },
});

type Entry = {
  row: typeof contentDistributions.$inferSelect;
  site: typeof sites.$inferSelect;
  parent: typeof sites.$inferSelect | null;
  route: typeof fileReplicationRoutes.$inferSelect | null;
};

function toRow({ row, site, parent, route }: Entry, topStoredAt: Date | null, now: Date): SiteReplicationRow {
  const { createdAt, updatedAt: _, errorCode, errorParams, ...known } = row;
  const waits = row.state === "pending" && row.jobId !== null && parent;
  const messagingEnabled = site.messagingEnabled && (parent?.messagingEnabled ?? true);
  const obstacle = waits ? obstacleOf({ messagingEnabled, openHours: route?.openHours ?? null }, now) : null;
  return {
    ...known,
    siteName: site.name,
    siteType: site.type as 1 | 2 | 4,
    parentSiteCode: site.parentSiteCode,
    waitsFor: obstacle?.reason ?? null,
    lagMs: lagMs(topStoredAt, row.state === "stored", now),
    remainingMs: row.state === "stored" ? null : remainingMs(row),
    error: toErrorDetail(errorCode, errorParams),
    createdAt,
  } satisfies SiteReplicationRow;
}
