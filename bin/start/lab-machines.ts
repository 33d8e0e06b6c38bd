import { randomUUID } from "node:crypto";
import os from "node:os";
import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { openDatabase } from "@/lib/db/connection";
import {
  SERVICE_CONNECTION_POINT_ROLE,
  serverEnrolments,
  siteSystemRoles,
  siteSystemServers,
} from "@/lib/db/schema";
import { readDatabaseAccess } from "@/lib/hierarchy/enrolment/kept-access";
import { letServerJoin } from "@/lib/hierarchy/enrolment/let-server-join";
import { revokeServer } from "@/lib/hierarchy/enrolment/revoke-server";
import { readSiteSystemServers } from "@/lib/hierarchy/list-servers";
import { LAB_MACHINES, labInstallDir } from "@/lib/lab/lab-machines";

/** A server of the lab with a process, a data folder and keys of its own. */
export interface LabMachine {
  fqdn: string;
  /** With which it joins; null: it has joined. */
  token: string | null;
  holdsRole: boolean;
}

/** One that joins asks the portal; nobody waits for one that holds nothing, and its start takes the processors from the rest. */
export function startsWhen({
  token,
  holdsRole,
}: LabMachine): "with the executive" | "after the portal" | "last" {
  if (token !== null) return "after the portal";
  return holdsRole ? "with the executive" : "last";
}

/**
 * The machines of the sample hierarchy. One that has not joined gets a one-time token, as an administrator would make
 * it; from then on no other executive begins to host it.
 * @param portalUrl where it will join
 */
export async function planLabMachines(
  databaseUrl: string,
  dataDir: string,
  portalUrl: string,
): Promise<LabMachine[]> {
  const { db, close } = openDatabase(databaseUrl, 2);
  try {
    const servers = await db
      .select({
        id: siteSystemServers.id,
        fqdn: siteSystemServers.fqdn,
        holdsRole: sql<boolean>`${siteSystemRoles.id} is not null`,
      })
      .from(siteSystemServers)
      .leftJoin(
        siteSystemRoles,
        and(
          eq(siteSystemRoles.serverId, siteSystemServers.id),
          eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE),
        ),
      )
      .where(inArray(siteSystemServers.fqdn, [...LAB_MACHINES]));
    const open = await db
      .select({ id: serverEnrolments.serverId })
      .from(serverEnrolments)
      .where(and(isNotNull(serverEnrolments.joinedAt), isNull(serverEnrolments.endedAt)));
    const joined = new Set(open.map(({ id }) => id));
    const ctx: Ctx = {
      actor: { kind: "command-line", osUser: os.userInfo().username },
      db,
      clock: systemClock,
      correlationId: randomUUID(),
    };
    const machines: LabMachine[] = [];
    for (const { id, fqdn, holdsRole } of servers) {
      // One that was revoked, or whose hierarchy was recovered meanwhile, joins anew with the keys it has.
      if (joined.has(id) && (await readDatabaseAccess(labInstallDir(dataDir, fqdn)))) {
        machines.push({ fqdn, holdsRole, token: null });
        continue;
      }
      if (joined.has(id)) {
        const [server] = await readSiteSystemServers(ctx, eq(siteSystemServers.id, id));
        // From somewhere else: whoever did that runs it.
        if (server?.executive?.responding) continue;
        // Killed between joining and keeping what it got for it, or its files are gone.
        await revokeServer(ctx, { serverId: id });
      }
      const invited = await letServerJoin(ctx, { serverId: id, portal: { url: portalUrl } });
      if (!invited.ok) throw new Error(`${fqdn} cannot join: ${invited.code}`);
      machines.push({ fqdn, holdsRole, token: invited.value.token });
    }
    return machines;
  } finally {
    await close();
  }
}
