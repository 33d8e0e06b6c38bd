import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { freePort } from "@/lib/db/embedded-postgres";
import { type Account, serverAccount } from "@/lib/db/postgres-server-account";

/** Where Debian's packages put PostgreSQL, a folder for each major version. */
const PACKAGES = "/usr/lib/postgresql";
const INSTALL =
  "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql";
const STARTED_WITHIN_MS = 30_000;

export interface DebianPostgres {
  /** e.g. `15.18` */
  version: string;
  /** Of the superuser, database `postgres`. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a cluster of its own with Debian's PostgreSQL: passwords by SCRAM, as a site's own server has it, in a folder
 * that goes with it. Installs the package when it is missing and this runs as root.
 * @throws Error with what to install when there is none, or with the server's own words
 */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const bin = path.join(packageFolder(), "bin");
  const account = serverAccount();
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-outside-pg-"));
  if (account) await chown(folder, account.uid, account.gid);
  const cluster = path.join(folder, "cluster");
  const password = await initialise({ bin, folder, cluster, account });
  const port = await freePort();
  const settings = { port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const args = [
    "-D",
    cluster,
    ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
  ];
  const said: Buffer[] = [];
  const server = spawn(path.join(bin, "postgres"), args, { cwd: folder, ...account });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    if (server.exitCode === null && server.kill("SIGINT")) await once(server, "exit");
    await rm(folder, { recursive: true, force: true });
  };
  const version = await accepted(url);
  if (version) return { version, url, stop };
  await stop();
  throw new Error(`Debian's PostgreSQL did not start:\n${Buffer.concat(said)}`);
}

function packageFolder(): string {
  const newest = () => {
    const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES) : [];
    const [version] = versions
      .filter((name) => existsSync(path.join(PACKAGES, name, "bin", "postgres")))
      .sort((a, b) => Number(b) - Number(a));
    return version && path.join(PACKAGES, version);
  };
  const found = newest();
  if (found) return found;
  if (process.getuid?.() === 0) spawnSync("sh", ["-c", INSTALL], { stdio: "inherit" });
  const installed = newest();
  if (!installed) throw new Error("There is no PostgreSQL of Debian's; install the package postgresql.");
  return installed;
}

async function initialise(place: {
  bin: string;
  folder: string;
  cluster: string;
  account: Account | undefined;
}): Promise<string> {
  const { bin, folder, cluster, account } = place;
  const password = randomBytes(24).toString("base64url");
  const passwordFile = path.join(folder, "password");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const made = spawnSync(
    path.join(bin, "initdb"),
    [
      ...["-D", cluster, "-U", "postgres", "--pwfile", passwordFile],
      ...["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"],
    ],
    { cwd: folder, encoding: "utf8", ...account },
  );
  await rm(passwordFile);
  if (made.status !== 0)
    throw new Error(`Debian's PostgreSQL made no cluster:\n${made.stdout}${made.stderr}`);
  return password;
}

/** @returns the server's version; undefined when it takes no connections in time */
async function accepted(url: string): Promise<string | undefined> {
  for (const deadline = Date.now() + STARTED_WITHIN_MS; Date.now() < deadline; await delay(200)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query<{ server_version: string }>("show server_version");
      return rows[0]?.server_version.split(" ")[0];
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => {});
    }
  }
  return undefined;
}

/** @returns the URL of a new, empty database and of its owner, who may make logins and is no superuser */
export async function ownDatabase({ url }: DebianPostgres): Promise<string> {
  const name = `scp_${randomBytes(4).toString("hex")}`;
  const password = randomBytes(16).toString("hex");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create role ${name} login createrole password '${password}'`);
    await client.query(`create database ${name} owner ${name}`);
  } finally {
    await client.end();
  }
  const own = new URL(url);
  [own.username, own.password, own.pathname] = [name, password, `/${name}`];
  return own.href;
}
