import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { executives, sealingKeys, siteSystemServers, sites } from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { readOpenRun } from "@/lib/updates/servicing/run";
import type { RoleServer } from "./order-role-change";
import { readOpenRoleChange } from "./role-change-store";
import { holdsSiteServerOfPair } from "./site-server-pair";

/** Why the role cannot move now, whatever the target. Sentences: `roleChanges.failures`. */
export interface MoveRefusal {
  code: "role-not-installed" | "role-change-open" | "role-change-during-update";
  params: Record<string, string>;
  /** Page of the portal that shows what is in the way. */
  link: string;
}

/** A server of the top-level site beside the holder, and why it cannot get the role; null: it can. */
export interface MoveTarget extends RoleServer {
  refusal:
    | "server-of-site-server-pair"
    | "server-without-executive"
    | "server-not-reachable"
    | "server-misfit"
    | null;
  /** Fingerprint of the key that secrets are sealed to for it. */
  keyFingerprint: string | null;
}

export async function findMoveRefusals(db: Database, holder: RoleServer | null): Promise<MoveRefusal[]> {
  const refusals: MoveRefusal[] = [];
  if (!holder) refusals.push({ code: "role-not-installed", params: {}, link: "/service-connection-point" });
  const update = await readOpenRun(db);
  if (update)
    refusals.push({
      code: "role-change-during-update",
      params: { name: update.name },
      link: `/updates/${update.packageGuid}`,
    });
  const open = await readOpenRoleChange(db);
  if (open)
    refusals.push({
      code: "role-change-open",
      params: {},
      link: `/service-connection-point/changes/${open.id}`,
    });
  return refusals;
}

/** Every other server of the top-level site, by name. */
export async function readMoveTargets(db: Database, holderId: string | null): Promise<MoveTarget[]> {
  const rows = await db
    .select({
      id: siteSystemServers.id,
      fqdn: siteSystemServers.fqdn,
      siteCode: siteSystemServers.siteCode,
      isJoined: executives.id,
      misfit: executives.misfit,
      responding: isResponding(),
      keyFingerprint: sealingKeys.fingerprint,
    })
    .from(siteSystemServers)
    .innerJoin(sites, and(eq(sites.siteCode, siteSystemServers.siteCode), isNull(sites.parentSiteCode)))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .leftJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemServers.id))
    .where(holderId === null ? undefined : ne(siteSystemServers.id, holderId))
    .orderBy(siteSystemServers.fqdn);
  const targets: MoveTarget[] = [];
  for (const { isJoined, misfit, responding, ...server } of rows) {
    const isOfPair = await holdsSiteServerOfPair(db, server.id);
    const refusal = isOfPair
      ? "server-of-site-server-pair"
      : !isJoined
        ? "server-without-executive"
        : misfit
          ? "server-misfit"
          : responding
            ? null
            : "server-not-reachable";
    targets.push({ ...server, refusal });
  }
  return targets;
}
