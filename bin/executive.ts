import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@/lib/clock";
import { loadExecutiveConfig } from "@/lib/config";
import { openDatabase } from "@/lib/db/connection";
import { COMPONENTS } from "@/lib/executive/components";
import { errorText } from "@/lib/executive/error-text";
import { Executive } from "@/lib/executive/executive";
import { findMisfit } from "@/lib/executive/find-misfit";
import { readDatabaseAccess } from "@/lib/hierarchy/enrolment/kept-access";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { CommandLineError, EXIT, runCommandLine } from "./command-line/error";
import { joinHierarchy } from "./executive/join-hierarchy";

const HELP = `executive – runs the component threads of site system servers

  npm run executive [-- --server FQDN …]
  npm run executive -- --server FQDN --join TOKEN

  --server FQDN   host only this server; may be given several times. Without it
                  every server is hosted that no other executive hosts and that
                  has not joined from a machine of its own.
  --join TOKEN    join the hierarchy as this one server, with the one-time token
                  of its page in the portal (Let this server join). Its keys and
                  its database login are kept in SCP_DATA_DIR; from then on
                  --server FQDN alone starts it.
  --help          show this text

Environment: DATABASE_URL (required, unless the server has joined), SCP_DATA_DIR
(default .data), and for servers on several machines SCP_SENDER_HOST, SCP_SENDER_PORT
and SCP_SENDER_ADVERTISED_HOST. SCP_TRANSFER_FOLDERS names where transfer packages of
offline mode arrive.
`;

/** How long threads may take to end when the process is told to; then it ends without them. */
const SHUTDOWN_WITHIN_MS = 3_500;

/** Threads work in short transactions and rarely all at once. */
const THREAD_CONNECTIONS = 10;
const OWN_CONNECTIONS = 2;
/** What somebody keeps locked for longer fails the thread that wants it: it is seen, and tries again. */
const LOCK_TIMEOUT_MS = 30_000;
/** A process that stands still in the middle of a transaction would keep its server from whoever could go on. */
const IDLE_TRANSACTION_TIMEOUT_MS = 30_000;

/** SQLSTATE of a login that the database does not, or no longer, let in. */
const NOT_LET_IN = ["28000", "28P01"];

async function main(): Promise<void> {
  const { server, join: token, help } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const joined = await findJoined(server, token);
  const {
    databaseUrl: connectionString,
    dataDir,
    publicUrl,
    sender,
    transferFolders,
  } = loadExecutiveConfig(joined ? { ...process.env, DATABASE_URL: joined } : process.env);
  const limits = {
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleTransactionTimeoutMs: IDLE_TRANSACTION_TIMEOUT_MS,
  };
  const database = openDatabase(connectionString, THREAD_CONNECTIONS, limits);
  const own = openDatabase(connectionString, OWN_CONNECTIONS, limits);
  const say = errorLog();
  const executive = new Executive({
    connectionString,
    db: database.db,
    ownDb: own.db,
    clock: systemClock,
    version: PRODUCT_VERSION,
    findMisfit,
    serversDir: join(dataDir, "servers"),
    components: COMPONENTS,
    servers: server,
    fileExchange: sender,
    transferFolders,
    portalUrl: publicUrl,
    onError(error) {
      if (joined && isNotLetIn(error)) endRevoked(server?.[0]);
      say(error);
    },
  });

  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_WITHIN_MS).unref();
    await executive.stop();
    await Promise.all([database.close(), own.close()]);
    process.exit(0);
  };
  const endOrFail = () =>
    void end().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  process.once("SIGTERM", endOrFail);
  process.once("SIGINT", endOrFail);
  // The parent was killed: nobody is left to end this process.
  process.once("disconnect", endOrFail);

  await executive.start().catch((error: unknown) => {
    if (joined && isNotLetIn(error)) endRevoked(server?.[0]);
    throw error;
  });
  console.log(`Executive ${executive.id} started, process ${process.pid}.`);
  process.send?.({ type: "ready" });
}

/**
 * The database login of a server that has joined, now or earlier. Of several servers at once none works with its own:
 * one login acts for one server.
 */
async function findJoined(servers: string[] | undefined, token: string | undefined): Promise<string | null> {
  const [fqdn, ...more] = servers ?? [];
  if (!fqdn || more.length > 0) {
    if (token) throw new CommandLineError("--join takes exactly one --server.", { exitCode: EXIT.usage });
    return null;
  }
  const installDir = join(resolve(process.env.SCP_DATA_DIR || ".data"), "servers", fqdn);
  if (token) {
    await joinHierarchy(fqdn, token, installDir);
    console.log(`${fqdn} has joined the hierarchy.`);
  }
  return (await readDatabaseAccess(installDir))?.connectionString ?? null;
}

/** Its threads need no good-bye: the database takes nothing from them any more. */
function endRevoked(fqdn: string | undefined): never {
  console.error(
    `${fqdn} is no longer part of the hierarchy: its database login was revoked. To join again, make a new token on its page in the portal.`,
  );
  process.exit(EXIT.revoked);
}

function readArguments(): { server?: string[]; join?: string; help?: boolean } {
  try {
    return parseArgs({
      options: {
        server: { type: "string", multiple: true },
        join: { type: "string" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new CommandLineError(`${error instanceof Error ? error.message : error}\n\n${HELP}`, {
      exitCode: EXIT.usage,
    });
  }
}

function isNotLetIn(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return NOT_LET_IN.includes(String(code)) || (cause !== undefined && isNotLetIn(cause));
}

/** While the database is away every heartbeat fails alike; each reason is said once, until another comes. */
function errorLog(): (error: unknown) => void {
  let said = "";
  return (error) => {
    const reason = errorText(error);
    if (reason === said) return;
    said = reason;
    console.error(new Date().toISOString(), error);
  };
}

await runCommandLine("executive", main);
