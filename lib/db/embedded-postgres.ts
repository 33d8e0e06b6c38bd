import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { endOrphanedServer } from "./postgres-orphan";
import {
  type Account,
  movedHome,
  reachableHome,
  serverAccount,
  serverBinaries,
} from "./postgres-server-account";

/** How long a server may take to accept connections; recovery after a kill counts. */
const START_TIMEOUT_MS = 60_000;
const PASSWORD_GRACE_MS = 2_000;
/** Backends of a killed server notice within seconds; until the last is gone its memory blocks a new server. */
const LEFT_BACKENDS_TIMEOUT_MS = 15_000;
/** SQLSTATE invalid_password: waiting would not help. */
const WRONG_PASSWORD = "28P01";

export interface EmbeddedPostgres {
  connectionString: string;
  process: ChildProcess;
  /** Fast shutdown: clients are cut, data is flushed. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder that belongs to this server alone. */
  dataDir: string;
  port: number;
  /** Trades durability for speed; for tests only. */
  throwaway?: boolean;
  onLog?: (line: string) => void;
}

/**
 * Starts the PostgreSQL that the npm package brings, initialising `dataDir` at the first time, and waits until
 * it accepts connections. A server that an earlier, killed start left running on the same folder is ended first.
 * @throws Error with PostgreSQL's own words when it cannot start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const home = account ? await reachableHome(options.dataDir, account) : options.dataDir;
  const cluster = path.join(home, "cluster");
  const native = await serverBinaries(account);
  const environment = {
    PATH: process.env.PATH ?? "",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    LD_LIBRARY_PATH: path.join(native, "lib"),
    NODE_ENV: process.env.NODE_ENV,
  };

  await endOrphanedServer(cluster);
  const password = await superuserPassword(options.dataDir);
  if (!existsSync(path.join(cluster, "PG_VERSION"))) {
    await initialise({ native, home, cluster, password, account, environment });
  }

  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    log_min_messages: "warning",
    ...(options.throwaway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const args = ["-D", cluster, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])];
  const connectionString = `postgres://postgres:${password}@127.0.0.1:${options.port}/postgres`;
  const launch = () =>
    spawn(path.join(native, "bin/postgres"), args, {
      cwd: home,
      env: environment,
      // Its own group: Ctrl-C in the terminal must reach the supervisor only, which stops the parts in order. One for
      // tests ends with the tests, also when they are killed at the end of their time.
      detached: !options.throwaway,
      stdio: ["ignore", "pipe", "pipe"],
      ...account,
    });
  const child = await launchUntilAccepting(launch, connectionString, options.onLog);
  return { connectionString, process: child, stop: () => stopServer(child) };
}

/** Deletes what a server of `dataDir` has kept, wherever it is; ends the server first if one still runs. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const home = (await movedHome(dataDir)) ?? dataDir;
  await endOrphanedServer(path.join(home, "cluster"));
  await rm(home, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

/** Creates the named database if it is not there, and returns its connection string. */
export async function ensureDatabase(
  server: Pick<EmbeddedPostgres, "connectionString">,
  name: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    const found = await client.query("select from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return server.connectionString.replace(/\/postgres$/, `/${name}`);
}

/** A TCP port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function initialise(to: {
  native: string;
  home: string;
  cluster: string;
  password: string;
  account: Account | undefined;
  environment: NodeJS.ProcessEnv;
}): Promise<void> {
  await mkdir(to.home, { recursive: true });
  if (to.account) await chown(to.home, to.account.uid, to.account.gid);
  // A start killed while initdb ran leaves half a cluster, which initdb refuses to touch.
  const unfinished = `${to.cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const passwordFile = path.join(to.home, `.password-${randomBytes(6).toString("hex")}`);
  await writeFile(passwordFile, to.password, { mode: 0o600 });
  if (to.account) await chown(passwordFile, to.account.uid, to.account.gid);
  try {
    const result = spawnSync(
      path.join(to.native, "bin/initdb"),
      [
        "-D",
        unfinished,
        "-U",
        "postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { cwd: to.home, env: to.environment, encoding: "utf8", ...to.account },
    );
    if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
    await rename(unfinished, to.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function superuserPassword(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const file = path.join(dataDir, "superuser-password");
  if (existsSync(file)) return (await readFile(file, "utf8")).trim();
  const password = randomBytes(24).toString("base64url");
  const unfinished = `${file}.new`;
  await writeFile(unfinished, password, { mode: 0o600 });
  await rename(unfinished, file);
  return password;
}

async function launchUntilAccepting(
  launch: () => ChildProcess,
  connectionString: string,
  onLog: ((line: string) => void) | undefined,
): Promise<ChildProcess> {
  const deadline = Date.now() + LEFT_BACKENDS_TIMEOUT_MS;
  for (;;) {
    const child = launch();
    const lastLines = followLog(child, onLog);
    try {
      await acceptsConnections(connectionString, child, lastLines);
      return child;
    } catch (error) {
      const blocked = lastLines.some((line) => line.includes("shared memory block"));
      if (!blocked || Date.now() > deadline) throw error;
      await delay(500);
    }
  }
}

/** The newest lines the server wrote, kept up to date while it runs. */
function followLog(child: ChildProcess, onLog: ((line: string) => void) | undefined): string[] {
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\n").filter(Boolean)) {
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
        onLog?.(line);
      }
    });
  }
  // An executable that cannot be run at all reports so here, and an event without a listener ends the process.
  child.on("error", (error) => lastLines.push(error.message));
  return lastLines;
}

async function acceptsConnections(
  connectionString: string,
  child: ChildProcess,
  lastLines: string[],
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let passwordRefusedAt: number | undefined;
  while (Date.now() < deadline) {
    if (hasEnded(child)) break;
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
    // A server that dies between the greeting and the good-bye must not take this process along.
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      // A stranger on this port refuses the password too; then ours is about to end, and says why in better words.
      if ((error as { code?: string }).code === WRONG_PASSWORD) passwordRefusedAt ??= Date.now();
      if (passwordRefusedAt !== undefined && Date.now() - passwordRefusedAt > PASSWORD_GRACE_MS) {
        lastLines.push("The recorded password is not the server's.");
        break;
      }
      await delay(50);
    }
  }
  await stopServer(child);
  throw new Error(`PostgreSQL did not start:\n${lastLines.join("\n")}`);
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const stopped = await Promise.race([gone.then(() => true), delay(5_000, false, { ref: false })]);
  if (!stopped) {
    child.kill("SIGQUIT");
    await gone;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
