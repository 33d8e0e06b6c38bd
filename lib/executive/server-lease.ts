import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/** One executive acts for a server at a time; the token grows with each claim, so that a late writer is seen. */
export interface ServerLease {
  serverId: string;
  fqdn: string;
  siteCode: string;
  executiveId: string;
  token: number;
}

/**
 * Claims every server that no living executive holds. Lease times are the database's, so that clocks of several
 * machines need not agree. A server that has joined from a machine of its own, or is about to, is left to whoever works
 * with its login; that login in turn may claim no other (row level security).
 * @param only names of servers this executive is limited to; all when empty
 */
export async function claimServers(
  db: Database,
  executiveId: string,
  only: readonly string[],
  leaseMs: number,
): Promise<ServerLease[]> {
  const limited = only.length > 0 ? sql`and lower(fqdn) in ${only.map((name) => name.toLowerCase())}` : sql``;
  const { rows } = await db.execute<{ id: string; fqdn: string; site_code: string; lease_token: string }>(sql`
    update site_system_servers
       set executive_id = ${executiveId}, lease_token = lease_token + 1,
           lease_expires_at = now() + ${leaseMs} * interval '1 millisecond'
     where id in (
       select id from site_system_servers
        where (executive_id is null or lease_expires_at is null or lease_expires_at < now()) ${limited}
          and not exists (
            select from server_enrolments e
             where e.server_id = site_system_servers.id and e.login is distinct from session_user
               and (e.joined_at is not null or e.ended_at is null and e.expires_at > now())
               and not exists (select from server_enrolments own
                                where own.server_id = e.server_id and own.login = session_user and own.ended_at is null))
        for update skip locked)
    returning id, fqdn, site_code, lease_token`);
  return rows.map((row) => ({
    serverId: row.id,
    fqdn: row.fqdn,
    siteCode: row.site_code,
    executiveId,
    token: Number(row.lease_token),
  }));
}

/**
 * Keeps the leases alive.
 * @returns ids of the servers still owned; for any other the caller is fenced and must stop at once
 */
export async function renewLeases(
  db: Database,
  leases: readonly ServerLease[],
  leaseMs: number,
): Promise<Set<string>> {
  if (leases.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    update site_system_servers v set lease_expires_at = now() + ${leaseMs} * interval '1 millisecond'
      from json_to_recordset(${JSON.stringify(leases)}::json)
             as mine("serverId" uuid, "executiveId" uuid, "token" bigint)
     where v.id = mine."serverId" and v.executive_id = mine."executiveId" and v.lease_token = mine."token"
    returning v.id`);
  return new Set(rows.map((row) => row.id));
}

/**
 * Whether `lease` is still the valid one. Nobody can claim the server before `tx` ends: a claim passes over rows
 * that are locked. It can be renewed: a transaction that waits for something must not cost the executive its servers.
 */
export async function holdLease(tx: Database, lease: ServerLease): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from site_system_servers
     where id = ${lease.serverId} and executive_id = ${lease.executiveId} and lease_token = ${lease.token}
       for key share`);
  return rows.length > 0;
}

/** Gives the servers back, so that the next executive need not wait for the leases to run out. */
export async function releaseServers(db: Database, leases: readonly ServerLease[]): Promise<void> {
  if (leases.length === 0) return;
  await db.execute(sql`
    update site_system_servers v set executive_id = null, lease_expires_at = null
      from json_to_recordset(${JSON.stringify(leases)}::json)
             as mine("serverId" uuid, "executiveId" uuid, "token" bigint)
     where v.id = mine."serverId" and v.executive_id = mine."executiveId" and v.lease_token = mine."token"`);
}

/** Whoever acts for the server does so no longer: the next lease is another one. */
export async function fenceOff(db: Database, serverId: string): Promise<void> {
  await db.execute(sql`
    update site_system_servers set executive_id = null, lease_expires_at = null, lease_token = lease_token + 1
     where id = ${serverId}`);
}

/**
 * Ends the leases of executives that ran on this machine and whose process is gone, so that a restart after a
 * kill need not wait. A process number that was given to somebody else meanwhile only costs that wait.
 */
export async function endLeasesOfDeadProcesses(db: Database, hostName: string): Promise<void> {
  const { rows } = await db.execute<{ id: string; process_id: number }>(sql`
    select e.id, e.process_id from executives e
     where e.host_name = ${hostName} and e.id in (select executive_id from site_system_servers)`);
  for (const row of rows.filter((executive) => !isRunning(executive.process_id))) {
    await db.execute(sql`
      update site_system_servers set lease_expires_at = now() - interval '1 second'
       where executive_id = ${row.id}`);
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
