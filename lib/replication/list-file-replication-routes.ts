import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { fileReplicationRoutes, sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { FileReplicationRouteRow } from "./model";
import { routeHoursAt } from "./route-hours";

const PRIMARY = 2;

/** The file replication routes to all child primary sites, with and without limits. */
export const listFileReplicationRoutes = defineQuery({
  name: "list-file-replication-routes",
  action: "service-windows.view",
  input: z.object({}).optional(),
  async run({ db, clock }) {
    const source = alias(sites, "source");
    const rows = await db
      .select({ source, destination: sites, limits: fileReplicationRoutes })
      .from(sites)
      .innerJoin(source, eq(source.siteCode, sites.parentSiteCode))
      .leftJoin(
        fileReplicationRoutes,
        and(
          eq(fileReplicationRoutes.sourceSiteCode, source.siteCode),
          eq(fileReplicationRoutes.destinationSiteCode, sites.siteCode),
        ),
      )
      .where(eq(sites.type, PRIMARY))
      .orderBy(source.siteCode, sites.siteCode);
    const now = clock.now();
    return ok(
      rows.map(
        ({ source: from, destination: to, limits }) =>
          ({
            sourceSiteCode: from.siteCode,
            sourceSiteName: from.name,
            destinationSiteCode: to.siteCode,
            destinationSiteName: to.name,
            bytesPerSecond: limits?.bytesPerSecond ?? null,
            openHours: limits?.openHours ?? null,
            ...routeHoursAt(limits?.openHours ?? null, now),
            messagingEnabled: from.messagingEnabled && to.messagingEnabled,
            updatedAt: limits?.updatedAt ?? null,
            updatedBy: limits?.updatedBy ?? null,
          }) satisfies FileReplicationRouteRow,
      ),
    );
  },
});
