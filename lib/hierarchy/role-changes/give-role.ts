import { and, eq, notExists, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import {
  fileExchangeEndpoints,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
} from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "../model";
import { RoleChangeFailure } from "./model";
import { findRoleHolder, type RoleServer } from "./order-role-change";
import { refuseDuringUpdate } from "./refuse-during-update";

/**
 * The role changes hands, with its settings and a new token: what the server that gave it still writes is refused from
 * here on. Waits for writes of it that have begun.
 * @throws RoleChangeFailure when `from` does not hold the role any more, and while an update is being processed
 */
export async function giveRole(tx: Database, from: string | null, to: RoleServer, at: Date): Promise<void> {
  // The lock that threads of the role hold while they write (`lib/executive/role-holding.ts`) shares with no update.
  await tx.select().from(serviceConnectionPoint).for("update");
  await refuseDuringUpdate(tx);
  const holder = await findRoleHolder(tx);
  if (!holder || holder.id !== from) throw new RoleChangeFailure("role-not-installed");
  await tx
    .update(siteSystemRoles)
    .set({ serverId: to.id, installedAt: at })
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  await tx.update(serviceConnectionPoint).set({
    holderToken: sql`nextval('service_connection_point_holder_token')`,
    runningMode: null,
    runningModeSince: null,
  });
  await withdrawFileServer(tx, holder.id, at);
  await publish(tx, { topic: "role", key: to.fqdn });
}

/** Nobody fetches payloads there any more. A site server gives files for other reasons. */
async function withdrawFileServer(tx: Database, serverId: string, at: Date): Promise<void> {
  const isSiteServer = tx
    .select({ id: siteSystemRoles.id })
    .from(siteSystemRoles)
    .where(and(eq(siteSystemRoles.serverId, serverId), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  await tx
    .update(fileExchangeEndpoints)
    .set({ url: null, updatedAt: at })
    .where(and(eq(fileExchangeEndpoints.serverId, serverId), notExists(isSiteServer)));
  await publish(tx, { topic: "replication", key: serverId });
}
