import os from "node:os";
import { createInterface } from "node:readline/promises";
import { eq, isNull, sql } from "drizzle-orm";
import { siteSystemServers, sites, updatePackages } from "@/lib/db/schema";
import { resetUpdate } from "@/lib/updates/servicing/reset-update";
import { CommandLineError, EXIT, runCommandLine, sentenceOf } from "./command-line/error";
import { type Hierarchy, openHierarchy } from "./command-line/hierarchy";
import { parseResetArguments, type ResetArguments } from "./command-line/reset-arguments";

const HELP = `update-reset: resets an update that is stuck in download or replication.

Usage: npm run update-reset -- [-FDELETE] -S SERVER -D DATABASE -P GUID [-I INSTANCE] [-Y]

  -S SERVER     name of the database server of the top-level site
  -D DATABASE   name of its database
  -P GUID       package GUID of the update
  -I INSTANCE   database instance; accepted as in the product, and ignored: PostgreSQL has none
  -FDELETE      delete the content also of an update that was downloaded successfully
  -Y            do not ask
  -?, --help    this text

Installed updates are never touched. Without -FDELETE what is downloaded stays.

Environment: DATABASE_URL and SCP_DATA_DIR (default .data); without DATABASE_URL the
database of the product that runs on that folder is used. -S and -D must name it.

Exit code: 0 reset; 1 refused; 2 the command line was not understood; 3 the database
cannot be reached, or is another one.
`;

const OUTCOMES = {
  deleted: "Its content is deleted; check for updates to download it again.",
  restarted: "Its content stays; replication and check begin anew.",
  reinitialized: "Its content stays; it is ready to install.",
} as const;

await runCommandLine("update-reset", async () => {
  const asked = parseResetArguments(process.argv.slice(2));
  if (asked === "help") return void process.stdout.write(HELP);
  if (asked.instance !== undefined)
    console.log(`-I ${asked.instance} is ignored: PostgreSQL has no instances.`);
  const hierarchy = await openHierarchy();
  try {
    await refuseOtherDatabase(hierarchy, asked);
    if (await confirm(hierarchy, asked)) await reset(hierarchy, asked);
    else console.log("Nothing was changed.");
  } finally {
    await hierarchy.close();
  }
});

/** A GUID is the same in every hierarchy: the names make sure that it is reset in the right one. */
async function refuseOtherDatabase(
  { ctx: { db }, databaseUrl }: Hierarchy,
  { server, database }: ResetArguments,
): Promise<void> {
  const answer = await db.execute<{ name: string }>(sql`select current_database() as name`);
  const name = answer.rows[0]?.name ?? "";
  if (name.toLowerCase() !== database.toLowerCase())
    throw new CommandLineError(`-D names ${database}, but the database here is ${name}.`);
  const servers = [databaseUrl.hostname.replace(/^\[|\]$/g, "")];
  if (["localhost", "127.0.0.1", "::1"].includes(servers[0] ?? "")) {
    // A database on this computer has all of its names.
    const topLevel = await db
      .select({ fqdn: siteSystemServers.fqdn })
      .from(siteSystemServers)
      .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode))
      .where(isNull(sites.parentSiteCode));
    servers.push("localhost", "127.0.0.1", "::1", os.hostname(), ...topLevel.map(({ fqdn }) => fqdn));
  }
  if (!servers.some((known) => known.toLowerCase() === server.toLowerCase()))
    throw new CommandLineError(
      `-S names ${server}, but the database server here is ${databaseUrl.hostname}.`,
    );
}

async function confirm({ ctx: { db } }: Hierarchy, asked: ResetArguments): Promise<boolean> {
  const [pack] = await db
    .select({ name: updatePackages.name })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, asked.packageGuid));
  if (!pack) throw new CommandLineError(sentenceOf("update-not-found"), { exitCode: EXIT.refused });
  const content = asked.forceDelete
    ? "and deletes its content; it is downloaded again"
    : "and keeps what is downloaded";
  console.log(`Resets "${pack.name}" (${asked.packageGuid.toUpperCase()}) ${content}.`);
  if (asked.yes || !process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question("Go on? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}

async function reset({ ctx }: Hierarchy, { packageGuid, forceDelete }: ResetArguments): Promise<void> {
  const done = await resetUpdate(ctx, { packageGuid, forceDelete });
  if (!done.ok) throw new CommandLineError(sentenceOf(done.code, done.params), { exitCode: EXIT.refused });
  console.log(`"${done.value.name}" is reset. ${OUTCOMES[done.value.outcome]}`);
}
