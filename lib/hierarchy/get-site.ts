import { asc, count, eq, or } from "drizzle-orm";
import { z } from "zod";
import { fileReplicationRoutes, sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readServers } from "./list-sites";
import type { SiteRow } from "./model";
import { siteCodeInput } from "./service-window-input";
import { readServiceWindows, serviceWindowAt } from "./service-windows";

/** A site with all that its page shows: servers, service windows, routes, and what each update is at. */
export const getSite = defineQuery({
  name: "get-site",
  action: "role.view",
  input: z.object({ siteCode: siteCodeInput }),
  async run({ db, clock }, { siteCode }) {
    const [site] = await db.select().from(sites).where(eq(sites.siteCode, siteCode));
    if (!site) return fail("site-not-found", { params: { site: siteCode } });
    const [children] = await db
      .select({ count: count() })
      .from(sites)
      .where(eq(sites.parentSiteCode, siteCode));
    const routes = await db
      .select()
      .from(fileReplicationRoutes)
      .where(
        or(
          eq(fileReplicationRoutes.sourceSiteCode, siteCode),
          eq(fileReplicationRoutes.destinationSiteCode, siteCode),
        ),
      )
      .orderBy(asc(fileReplicationRoutes.sourceSiteCode), asc(fileReplicationRoutes.destinationSiteCode));
    const updates = await db
      .select({
        packageGuid: updatePackageSiteStatus.packageGuid,
        name: updatePackages.name,
        state: updatePackageSiteStatus.state,
        prereqFlag: updatePackageSiteStatus.prereqFlag,
        lastUpdateTime: updatePackageSiteStatus.lastUpdateTime,
      })
      .from(updatePackageSiteStatus)
      .innerJoin(updatePackages, eq(updatePackages.packageGuid, updatePackageSiteStatus.packageGuid))
      .where(eq(updatePackageSiteStatus.siteCode, siteCode))
      .orderBy(asc(updatePackageSiteStatus.lastUpdateTime));
    const windows = await readServiceWindows(db, siteCode);
    return ok({
      ...site,
      type: site.type as SiteRow["type"],
      children: children?.count ?? 0,
      servers: (await readServers(db, [siteCode])).get(siteCode) ?? [],
      serviceWindows: windows,
      serviceWindow: serviceWindowAt(windows, clock.now()),
      routesOut: routes.filter(({ sourceSiteCode }) => sourceSiteCode === siteCode),
      routesIn: routes.filter(({ destinationSiteCode }) => destinationSiteCode === siteCode),
      /** Newest first. */
      updates: updates.toReversed(),
    });
  },
});
