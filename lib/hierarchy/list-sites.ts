import { asc } from "drizzle-orm";
import { z } from "zod";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { SiteRow } from "./model";

/** Sites by site code, each with its servers by name and their roles. */
export const listSites = defineQuery({
  name: "list-sites",
  action: "role.view",
  input: z.object({}),
  async run(ctx) {
    const allSites = await ctx.db.select().from(sites).orderBy(asc(sites.siteCode));
    const servers = await ctx.db.select().from(siteSystemServers).orderBy(asc(siteSystemServers.fqdn));
    const roles = await ctx.db.select().from(siteSystemRoles).orderBy(asc(siteSystemRoles.role));
    return ok(
      allSites.map(
        (site) =>
          ({
            siteCode: site.siteCode,
            name: site.name,
            type: site.type as SiteRow["type"],
            parentSiteCode: site.parentSiteCode,
            version: site.version,
            fullVersion: site.fullVersion,
            servers: servers
              .filter((server) => server.siteCode === site.siteCode)
              .map((server) => ({
                id: server.id,
                fqdn: server.fqdn,
                roles: roles.filter((role) => role.serverId === server.id).map((role) => role.role),
              })),
          }) satisfies SiteRow,
      ),
    );
  },
});
