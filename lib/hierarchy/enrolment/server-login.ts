import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { serverEnrolments } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { executiveGroup, grantExecutiveRights, hasExecutiveGroup, lockLogins } from "./database-rights";
import { scramVerifier } from "./scram-verifier";

const PASSWORD_BYTES = 32;

export interface ServerLogin {
  login: string;
  password: string;
}

/**
 * Makes a login for one server, in the caller's transaction.
 * @returns `database-makes-no-logins` with the statement that mends it, when the portal's own login may not
 */
export async function createServerLogin(
  db: Database,
): Promise<Result<ServerLogin, "database-makes-no-logins">> {
  const login = `scp_${randomBytes(8).toString("hex")}`;
  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  const own = await currentLogin(db);
  if (!own.mayCreate)
    return fail("database-makes-no-logins", {
      params: { login: own.name, statement: `alter role ${quoted(own.name)} createrole;` },
    });
  await lockLogins(db);
  const group = await executiveGroup(db);
  if (!(await hasExecutiveGroup(db))) await db.execute(sql`create role ${sql.identifier(group)} nologin`);
  await grantExecutiveRights(db);
  // Neither a name nor a verifier can be a parameter of this statement; both are made of harmless characters above.
  const verifier = await scramVerifier(password);
  await db.execute(
    sql.raw(`create role ${quoted(login)} login password '${verifier}' in role ${quoted(group)}`),
  );
  return ok({ login, password });
}

/** From the end of the transaction on nobody signs in with it; `removeEndedLogins` does the rest. */
export async function closeServerLogin(db: Database, login: string): Promise<void> {
  const { rows } = await db.execute(sql`select from pg_roles where rolname = ${login}`);
  if (rows.length > 0) await db.execute(sql.raw(`alter role ${quoted(login)} nologin`));
}

/**
 * Ends the connections of the logins that were closed, and removes these. Apart from their closing: who is only cut off
 * would be back before it is known that he may not be.
 */
export async function removeEndedLogins(db: Database): Promise<void> {
  // Only members of this database's own group: one recovered beside its original, on the same PostgreSQL, knows the
  // original's logins as ended, and they are in use.
  const { rows } = await db.execute<{ login: string }>(sql`
    select e.login
      from ${serverEnrolments} e
      join pg_roles r on r.rolname = e.login
      join pg_auth_members m on m.member = r.oid
      join pg_roles g on g.oid = m.roleid and g.rolname = ${await executiveGroup(db)}
     where e.ended_at is not null`);
  const own = await currentLogin(db);
  for (const { login } of rows) {
    // Only a member may end another login's connections; whoever is above all rights need not be one.
    if (!own.isSuperuser) await db.execute(sql.raw(`grant ${quoted(login)} to ${quoted(own.name)}`));
    await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${login}`);
    await db.execute(sql.raw(`drop role ${quoted(login)}`));
  }
}

async function currentLogin(db: Database) {
  const { rows } = await db.execute<{ name: string; mayCreate: boolean; isSuperuser: boolean }>(sql`
    select rolname as name, rolsuper or rolcreaterole as "mayCreate", rolsuper as "isSuperuser"
      from pg_roles where rolname = current_user`);
  const [own] = rows;
  if (!own) throw new Error("The database does not know its own user.");
  return own;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
