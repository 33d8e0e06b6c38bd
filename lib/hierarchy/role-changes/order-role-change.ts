import { eq } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import { constraintOf } from "@/lib/db/constraint-of";
import { publish } from "@/lib/db/events";
import {
  roleChanges,
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { type Failure, fail, ok, type Result } from "@/lib/result";
import { readOpenRun } from "@/lib/updates/servicing/run";
import type { RoleChangeOrder, RoleChangeRow } from "./model";
import { readOpenRoleChange } from "./role-change-store";
import { holdsSiteServerOfPair } from "./site-server-pair";

/** A server that gives the role, or gets it. */
export interface RoleServer {
  id: string;
  fqdn: string;
  siteCode: string;
}

type Order = Pick<RoleChangeOrder<unknown, string>, "kind" | "steps">;

interface Ordered {
  from?: RoleServer;
  to?: RoleServer;
  reason?: RoleChangeRow["reason"];
  input: Record<string, unknown>;
}

/**
 * Asks SMS_SITE_COMPONENT_MANAGER to change where the role is, in the caller's transaction. One at a time, and never
 * while an update is being processed (reference/role.md §8.2).
 * @returns the id of the change
 */
export async function orderRoleChange(
  { db, clock, actor }: Pick<Ctx, "db" | "clock" | "actor">,
  { kind, steps }: Order,
  { from, to, reason, input }: Ordered,
): Promise<Result<string, "role-change-open" | "role-change-during-update">> {
  const update = await readOpenRun(db);
  if (update) return fail("role-change-during-update", { params: { name: update.name } });
  if (await readOpenRoleChange(db)) return fail("role-change-open");
  try {
    const [row] = await db
      .insert(roleChanges)
      .values({
        kind,
        reason,
        fromServerId: from?.id,
        fromServer: from?.fqdn,
        toServerId: to?.id,
        toServer: to?.fqdn,
        input,
        steps: steps.map((id) => ({ id, state: "waiting" })),
        requestedBy: actorName(actor),
        requestedAt: clock.now(),
      })
      .returning({ id: roleChanges.id });
    if (!row) throw new Error("the change of the role was not written");
    await publish(db, { topic: "role-changes", key: row.id });
    return ok(row.id);
  } catch (error) {
    // Somebody else's came first.
    if (constraintOf(error) === "role_changes_one_open") return fail("role-change-open");
    throw error;
  }
}

/** The server that holds the role now; null: none does. */
export async function findRoleHolder(db: Ctx["db"]): Promise<RoleServer | null> {
  const [holder] = await db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      siteCode: siteSystemServers.siteCode,
    })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  return holder ?? null;
}

/**
 * A server the role may be installed on: of the top-level site, and neither site server of an active/passive pair
 * (reference/role.md §2, §8.4).
 */
export async function findServerForRole(
  db: Ctx["db"],
  serverId: string,
): Promise<RoleServer | Failure<"server-not-found" | "site-not-top-level" | "server-of-site-server-pair">> {
  const [server] = await db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      siteCode: siteSystemServers.siteCode,
      parent: sites.parentSiteCode,
    })
    .from(siteSystemServers)
    .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
    .where(eq(siteSystemServers.id, serverId));
  if (!server) return fail("server-not-found");
  const { parent, ...rest } = server;
  if (parent !== null) return fail("site-not-top-level", { params: { site: server.siteCode } });
  if (await holdsSiteServerOfPair(db, serverId)) {
    return fail("server-of-site-server-pair", { params: { server: server.fqdn } });
  }
  return rest;
}
