import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { SERVICE_CONNECTION_POINT_ROLE, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import type { ComponentDefinition } from "./component-thread";

export interface ServerPlace {
  roles: readonly string[];
  topLevelSite: boolean;
}

const PLACES = {
  "every-server": () => true,
  "service-connection-point": ({ roles }) => roles.includes(SERVICE_CONNECTION_POINT_ROLE),
  "site-server": ({ roles }) => roles.includes(SITE_SERVER_ROLE),
  "child-site-server": ({ roles, topLevelSite }) => !topLevelSite && roles.includes(SITE_SERVER_ROLE),
  "top-level-site-server": ({ roles, topLevelSite }) => topLevelSite && roles.includes(SITE_SERVER_ROLE),
} as const satisfies Record<ComponentDefinition["runsOn"], (place: ServerPlace) => boolean>;

/** Which of `components` belong on a server with these roles. */
export function componentsFor(
  place: ServerPlace,
  components: readonly ComponentDefinition[],
): ComponentDefinition[] {
  return components.filter((component) => PLACES[component.runsOn](place));
}

export async function findServerPlace(db: Database, serverId: string): Promise<ServerPlace> {
  const rows = await db
    .select({ role: siteSystemRoles.role, parent: sites.parentSiteCode })
    .from(siteSystemServers)
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .leftJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(eq(siteSystemServers.id, serverId));
  return {
    roles: rows.flatMap((row) => row.role ?? []),
    topLevelSite: rows[0]?.parent === null,
  };
}
