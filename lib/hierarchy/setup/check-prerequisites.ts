import { sql } from "drizzle-orm";
import type { Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { executives, sites, users } from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { judgeSetup, type SetupFacts } from "./checks";
import { readSetupEnvironments } from "./get-setup-options";
import { type MachineFacts, type SetupInput, setupOrder } from "./model";

/** *Prerequisite Installation Check* of Setup; *Run Check* asks again (reference/role.md §7.1). */
export const checkSetupPrerequisites = defineQuery({
  name: "check-setup-prerequisites",
  action: "setup.run",
  input: setupOrder,
  run: async (ctx, { setup, machine }) => ok(judgeSetup(await collectSetupFacts(ctx, setup, machine))),
});

/** Asks the database what the checks want to know. */
export async function collectSetupFacts(
  { db, clock }: Ctx,
  input: SetupInput,
  machine: MachineFacts,
): Promise<SetupFacts> {
  const databaseVersion = await readDatabaseVersion(db);
  const ownSkewMs = (await readDatabaseTime(db)) - clock.now().getTime();
  const executive = await readExecutives(db, input.siteServer);
  return {
    input,
    machine,
    databaseVersion,
    clockSkewMs: Math.max(Math.abs(ownSkewMs), executive.skewMs),
    executive: executive.state,
    environments: await readSetupEnvironments(db),
    takenUserNames: (await db.select({ name: sql<string>`lower(${users.userName})` }).from(users)).map(
      ({ name }) => name,
    ),
    takenSiteCodes: (await db.select({ siteCode: sites.siteCode }).from(sites)).map(
      ({ siteCode }) => siteCode,
    ),
  };
}

async function readDatabaseVersion(db: Database): Promise<number> {
  const { rows } = await db.execute<{ version: number }>(
    sql`select current_setting('server_version_num')::int as version`,
  );
  return rows[0]?.version ?? 0;
}

/** Milliseconds since 1970; a statement of its own, so that no other makes it late. */
async function readDatabaseTime(db: Database): Promise<number> {
  const { rows } = await db.execute<{ at: string }>(
    sql`select extract(epoch from clock_timestamp()) * 1000 as at`,
  );
  return Number(rows[0]?.at);
}

/** Whether one of the executives that live would host the site server, and how far the worst of their clocks is off. */
async function readExecutives(
  db: Database,
  siteServer: string,
): Promise<{ state: SetupFacts["executive"]; skewMs: number }> {
  const { rows } = await db.execute<{ hosting: boolean; misfit: boolean; skew: number }>(sql`
    select coalesce(bool_or(${executives.misfit} is null
             and (${executives.servers} = '{}' or ${siteServer} = any(${executives.servers}))), false) as hosting,
      coalesce(bool_or(${executives.misfit} is not null), false) as misfit,
      coalesce(max(abs(${executives.clockSkewMs})), 0) as skew
    from ${executives} where ${isResponding()}`);
  const row = rows[0];
  const skewMs = row?.skew ?? 0;
  if (row?.hosting) return { state: "hosting", skewMs };
  return { state: row?.misfit ? "misfit" : "silent", skewMs };
}
