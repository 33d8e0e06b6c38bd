import { sql } from "drizzle-orm";
import type { Ctx } from "@/lib/context";
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
  const { rows } = await db.execute<{ version: number; at: string; responding: boolean }>(sql`
    select current_setting('server_version_num')::int as version,
      (extract(epoch from clock_timestamp()) * 1000)::float8::text as at,
      exists (select from ${executives} where ${isResponding()}) as responding`);
  const row = rows[0];
  if (!row) throw new Error("the database did not say which version it is");
  return {
    input,
    machine,
    databaseVersion: row.version,
    clockSkewMs: Number(row.at) - clock.now().getTime(),
    executiveResponding: row.responding,
    environments: await readSetupEnvironments(db),
    takenUserNames: (await db.select({ name: sql<string>`lower(${users.userName})` }).from(users)).map(
      ({ name }) => name,
    ),
    takenSiteCodes: (await db.select({ siteCode: sites.siteCode }).from(sites)).map(
      ({ siteCode }) => siteCode,
    ),
  };
}
