import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/**
 * What the executives of joined servers may not do with a table, where it is not to read and write it: accounts and
 * sessions are the portal's, the audit trail only grows (the counterpart of `smsdbrole_DmpConnector`,
 * reference/role.md §9).
 */
const EXCEPTIONS = {
  users: "",
  user_role_assignments: "",
  sessions: "",
  sign_in_failures: "",
  audit_messages: "insert",
  site_database: "select",
  server_enrolments: "select (id, server_id, login, joined_at, ended_at, expires_at)",
  // Whoever could change them could have the next backup's keys sealed to himself.
  backup_settings: "select",
  backups: "select",
  recoveries: "select",
  recovery_checks: "select",
  // The services' secret keys would be told to whoever answers at another address.
  cloud_environments: "select",
  // Its password would be told to whoever answers at another address.
  site_system_proxies: "select",
  // Ordered by the portal alone: whoever could name another receiver would have the secrets sealed to himself.
  role_changes: "select, update (state, started_at, finished_at, failure_code, failure_params, steps, facts)",
  sites: "select, insert, update",
  site_system_servers: "select, update",
} as const satisfies Record<string, string>;

/** The group all logins of this database's servers belong to; logins are of the whole PostgreSQL, rights of one database. */
export async function executiveGroup(db: Database): Promise<string> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select left('scp_executive_' || current_database(), 63) as name`,
  );
  return rows[0]?.name ?? "";
}

/** Two that make a group, or grant it the same right, at once would fail each other. Until the transaction ends. */
export async function lockLogins(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtext('scp-server-logins'))`);
}

/**
 * Gives the group the rights an executive needs, and takes back what it had beyond them. Row level security narrows
 * them further (migration `server_enrolments`): with its login a server claims, reports, announces keys and ends tasks
 * for itself alone, and only a server of the top-level site places the role. Not protected from it is what servers of
 * one hierarchy share: it can read what every server works on (secrets are sealed to another's key), and write rows of
 * updates, usage data and Azure connections that are no single server's.
 * @param db a transaction
 */
export async function grantExecutiveRights(db: Database): Promise<void> {
  await lockLogins(db);
  const group = sql.identifier(await executiveGroup(db));
  const statements: SQL[] = [
    sql`grant usage on schema public, pgboss, drizzle to ${group}`,
    sql`grant select, insert, update, delete on all tables in schema public, pgboss to ${group}`,
    sql`grant usage, select, update on all sequences in schema public, pgboss to ${group}`,
    sql`grant execute on all functions in schema public, pgboss to ${group}`,
    sql`grant select on all tables in schema drizzle to ${group}`,
  ];
  for (const [table, rights] of Object.entries(EXCEPTIONS)) {
    statements.push(sql`revoke all on ${sql.identifier(table)} from ${group}`);
    if (rights) statements.push(sql`grant ${sql.raw(rights)} on ${sql.identifier(table)} to ${group}`);
  }
  for (const statement of statements) await db.execute(statement);
}

/** Whether a server has joined ever, so that there is a group whose rights must follow the schema. */
export async function hasExecutiveGroup(db: Database): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select from pg_roles where rolname = left('scp_executive_' || current_database(), 63)`,
  );
  return rows.length > 0;
}
