import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { fileReplicationRoutes, sites } from "@/lib/db/schema";
import { routeHoursAt } from "./route-hours";

export interface Route {
  /** Null: no limit. */
  bytesPerSecond: number | null;
  openHours: string | null;
  /** Both sites may send and receive. */
  messagingEnabled: boolean;
}

/** Why nothing is sent over a route now; null when it is open. */
export type RouteObstacle =
  | { reason: "messaging-disabled"; opensAt: null }
  | { reason: "route-closed"; opensAt: Date | null };

/** The file replication route between a site and its child; without a row it has no limits. */
export async function getRoute(
  db: Database,
  { sourceSiteCode, destinationSiteCode }: { sourceSiteCode: string; destinationSiteCode: string },
): Promise<Route> {
  const [limits] = await db
    .select()
    .from(fileReplicationRoutes)
    .where(
      and(
        eq(fileReplicationRoutes.sourceSiteCode, sourceSiteCode),
        eq(fileReplicationRoutes.destinationSiteCode, destinationSiteCode),
      ),
    );
  const silent = await db
    .select({ siteCode: sites.siteCode })
    .from(sites)
    .where(
      and(inArray(sites.siteCode, [sourceSiteCode, destinationSiteCode]), eq(sites.messagingEnabled, false)),
    );
  return {
    bytesPerSecond: limits?.bytesPerSecond ?? null,
    openHours: limits?.openHours ?? null,
    messagingEnabled: silent.length === 0,
  };
}

/** What holds a transfer back at `instant`. */
export function obstacleOf(
  { messagingEnabled, openHours }: Pick<Route, "messagingEnabled" | "openHours">,
  instant: Date,
): RouteObstacle | null {
  if (!messagingEnabled) return { reason: "messaging-disabled", opensAt: null };
  const { open, opensAt } = routeHoursAt(openHours, instant);
  return open ? null : { reason: "route-closed", opensAt };
}
