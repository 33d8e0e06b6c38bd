import { isNull } from "drizzle-orm";
import { z } from "zod";
import { sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readSiteSystemServers } from "../list-servers";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SERVER_ROLE, type SiteSystemServer } from "../model";
import { findRoleHolder } from "../role-changes/order-role-change";

export interface RoleCandidate extends SiteSystemServer {
  /** Why it can never get the role as things are; null when it may. */
  refusal: "server-of-site-server-pair" | null;
  /** The role on the site server itself keeps the site from getting a second one (reference/role.md §8.4). */
  isSiteServer: boolean;
}

export interface RoleCandidates {
  servers: RoleCandidate[];
  /** Fully qualified name of the server that holds the role; null while none does. */
  holder: string | null;
}

/** The servers of the top-level site, each with whether it may hold the service connection point. */
export const listRoleCandidates = defineQuery({
  name: "list-role-candidates",
  action: "role.view",
  input: z.object({}),
  async run(ctx) {
    const servers = await readSiteSystemServers(ctx, isNull(sites.parentSiteCode));
    const isPair = servers.some(({ roles }) => roles.includes(PASSIVE_SITE_SERVER_ROLE));
    return ok({
      holder: (await findRoleHolder(ctx.db))?.fqdn ?? null,
      servers: servers.map((server) => {
        const isSiteServer = server.roles.includes(SITE_SERVER_ROLE);
        const isOfPair = isPair && (isSiteServer || server.roles.includes(PASSIVE_SITE_SERVER_ROLE));
        return { ...server, isSiteServer, refusal: isOfPair ? "server-of-site-server-pair" : null };
      }),
    } satisfies RoleCandidates);
  },
});
