import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/** What the threads of the role write, wherever they stand. */
export const ROLE_TABLES = [
  "service_connection_point",
  "update_check",
  "update_packages",
  "update_package_events",
  "update_downloads",
  "usage_data_uploads",
  "notification_deliveries",
  "azure_operations",
] as const;

/** And what a server writes of itself. */
const SERVER_TABLES = [
  "alerts",
  "status_messages",
  "component_threads",
  "sealing_keys",
  "file_exchange_endpoints",
];

/**
 * Has the database itself note every write to these tables, with the login that wrote and the lease and the holding that
 * were valid in that very transaction; and which login claimed which lease.
 */
export async function callWitness(db: Database, fqdn: string): Promise<void> {
  await db.execute(
    sql.raw(`
    create table witnessed_claims (token bigint primary key, login text not null);
    create table witnessed_writes (at timestamptz not null, login text not null, "table" text not null,
                                   token bigint, holder uuid);
    create function witness_claim() returns trigger language plpgsql security definer as $$
      begin
        if new.fqdn = '${fqdn}' and new.lease_token <> old.lease_token then
          insert into witnessed_claims values (new.lease_token, session_user);
        end if;
        return null;
      end $$;
    create trigger witness after update on site_system_servers for each row execute function witness_claim();
    create function witness_write() returns trigger language plpgsql security definer as $$
      begin
        insert into witnessed_writes
        select clock_timestamp(), session_user, tg_table_name, v.lease_token,
               (select r.server_id from site_system_roles r where r.role = 'SMS Dmp Connector')
          from site_system_servers v where v.fqdn = '${fqdn}';
        return null;
      end $$;`),
  );
  for (const table of [...ROLE_TABLES, ...SERVER_TABLES])
    await db.execute(
      sql.raw(
        `create trigger witness after insert or update or delete on ${table} for each row execute function witness_write()`,
      ),
    );
}

/** Nobody wrote under a lease that another login had claimed. */
export async function noLateWriter(db: Database, logins: readonly string[]): Promise<void> {
  const { rows } = await db.execute(sql`
    select w.login, w."table", w.token, c.login as claimed_by, w.at
      from witnessed_writes w join witnessed_claims c using (token)
     where w.login in ${logins} and c.login <> w.login limit 5`);
  assert.deepEqual(rows, []);
}

/** How many writes of the login there are, so that silence is no proof. */
export async function writesOf(db: Database, login: string): Promise<number> {
  const { rows } = await db.execute<{ n: string }>(
    sql`select count(*) as n from witnessed_writes where login = ${login}`,
  );
  return Number(rows[0]?.n);
}

/** Nobody wrote for the role from a server that did not hold it. */
export async function noWriteWithoutRole(db: Database, login: string, serverId: string): Promise<void> {
  const { rows } = await db.execute(sql`
    select "table", at from witnessed_writes
     where login = ${login} and holder is distinct from ${serverId}::uuid and "table" in ${[...ROLE_TABLES]} limit 5`);
  assert.deepEqual(rows, []);
}
