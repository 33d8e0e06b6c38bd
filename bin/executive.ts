import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@/lib/clock";
import { ConfigError, loadExecutiveConfig } from "@/lib/config";
import { openDatabase } from "@/lib/db/connection";
import { COMPONENTS } from "@/lib/executive/components";
import { errorText } from "@/lib/executive/error-text";
import { Executive } from "@/lib/executive/executive";
import { findMisfit } from "@/lib/executive/find-misfit";
import { PRODUCT_VERSION } from "@/lib/product-version";

const HELP = `executive – runs the component threads of site system servers

  npm run executive [-- --server FQDN …]

  --server FQDN   host only this server; may be given several times. Without it
                  every server is hosted that no other executive hosts.
  --help          show this text

Environment: DATABASE_URL (required), SCP_DATA_DIR (default .data), and for servers on
several machines SCP_SENDER_HOST, SCP_SENDER_PORT and SCP_SENDER_ADVERTISED_HOST.
SCP_TRANSFER_FOLDERS names where transfer packages of offline mode arrive.
`;

/** How long threads may take to end when the process is told to; then it ends without them. */
const SHUTDOWN_WITHIN_MS = 3_500;

/** Threads work in short transactions and rarely all at once. */
const THREAD_CONNECTIONS = 10;
const OWN_CONNECTIONS = 2;
/** What somebody keeps locked for longer fails the thread that wants it: it is seen, and tries again. */
const LOCK_TIMEOUT_MS = 30_000;

async function main(): Promise<void> {
  const values = readArguments();
  if (!values) return;
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const {
    databaseUrl: connectionString,
    dataDir,
    publicUrl,
    sender,
    transferFolders,
  } = loadExecutiveConfig();
  const database = openDatabase(connectionString, THREAD_CONNECTIONS, { lockTimeoutMs: LOCK_TIMEOUT_MS });
  const own = openDatabase(connectionString, OWN_CONNECTIONS, { lockTimeoutMs: LOCK_TIMEOUT_MS });
  const executive = new Executive({
    connectionString,
    db: database.db,
    ownDb: own.db,
    clock: systemClock,
    version: PRODUCT_VERSION,
    findMisfit,
    serversDir: join(dataDir, "servers"),
    components: COMPONENTS,
    servers: values.server,
    fileExchange: sender,
    transferFolders,
    portalUrl: publicUrl,
    onError: errorLog(),
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

  await executive.start();
  console.log(`Executive ${executive.id} started, process ${process.pid}.`);
  process.send?.({ type: "ready" });
}

function readArguments(): { server?: string[]; help?: boolean } | undefined {
  try {
    return parseArgs({
      options: { server: { type: "string", multiple: true }, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exitCode = 2;
    return undefined;
  }
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

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
