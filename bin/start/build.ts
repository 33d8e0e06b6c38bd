import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { OnIdentity } from "./child";
import { type Claim, claim } from "./claim";
import { identify } from "./process-identity";
import type { ProcessLog } from "./process-log";

/** The usual output folder, and the one for a build beside a portal that still runs from an older build. */
const DIST_DIRS = [".next", ".next-second"];
const SOURCE_FOLDERS = ["app", "components", "lib", "public"];
const ROOT_SOURCES = /\.(ts|mjs|css|json)$/;
/** Root files that change what is checked, not what is built. */
const NOT_BUILT = /^(biome|knip|drizzle\.config|vitest\.config|playwright\.config|next-env\.d)/;
const NOT_SHIPPED = /(\.test\.tsx?$|^lib\/(lab|testing)\/)/;
const STAMP = "built-from";

export interface Build {
  /** Relative to the checkout, for `SCP_NEXT_DIST_DIR`. */
  distDir: string;
  /** Lets the next start build into this folder again. */
  release(): Promise<void>;
}

export interface BuildOptions {
  log: ProcessLog;
  onIdentity: OnIdentity;
  /** Shows the work, when there is some. */
  step(work: () => Promise<void>): Promise<void>;
}

/** One hash over everything `next build` reads, by content: times of files change with every checkout. */
export async function sourcesHash(root: string): Promise<string> {
  const files = (await readdir(root)).filter((name) => ROOT_SOURCES.test(name) && !NOT_BUILT.test(name));
  for (const folder of SOURCE_FOLDERS.filter((name) => existsSync(path.join(root, name)))) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile()) files.push(path.relative(root, path.join(entry.parentPath, entry.name)));
    }
  }
  const hash = createHash("sha256");
  for (const file of files.map((name) => name.split(path.sep).join("/")).sort()) {
    if (NOT_SHIPPED.test(file)) continue;
    const content = createHash("sha256")
      .update(await readFile(path.join(root, file)))
      .digest("hex");
    hash.update(`${file}\0${content}\n`);
  }
  return hash.digest("hex");
}

/**
 * A build of the present sources: the one that is there, else a new one. It stays claimed until released or until
 * this process ends, so that no other start overwrites the files a portal is serving.
 * @throws Error with the end of the build's output
 */
export async function ensureBuild(root: string, options: BuildOptions): Promise<Build> {
  const hash = await sourcesHash(root);
  const lock = await waitForClaim(claimFile(root, "building"));
  try {
    for (const distDir of DIST_DIRS) {
      if ((await stampOf(root, distDir)) === hash) return await servedFrom(root, distDir);
    }
    for (const distDir of DIST_DIRS) {
      if (await isServed(root, distDir)) continue;
      await options.step(() => build(root, distDir, hash, options));
      return await servedFrom(root, distDir);
    }
  } finally {
    await lock.release();
  }
  throw new Error(
    `Portals run from ${DIST_DIRS.join(" and ")}; stop one, so that the changed sources can be built.`,
  );
}

async function build(
  root: string,
  distDir: string,
  hash: string,
  { log, onIdentity }: BuildOptions,
): Promise<void> {
  const stamp = path.join(root, distDir, STAMP);
  await rm(stamp, { force: true });
  const tsconfigFile = path.join(root, "tsconfig.json");
  const tsconfig = await readFile(tsconfigFile, "utf8");
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", SCP_NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  child.stdout.on("data", (chunk: Buffer) => log.write(chunk));
  child.stderr.on("data", (chunk: Buffer) => log.write(chunk));
  if (child.pid) onIdentity("build", identify(child.pid));
  const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
  process.once("exit", end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  onIdentity("build", undefined);
  process.off("exit", end);
  // Next adds the types of an unusual output folder to the configuration that is kept in git.
  if ((await readFile(tsconfigFile, "utf8")) !== tsconfig) await writeFile(tsconfigFile, tsconfig);
  if (code !== 0) throw new Error(`next build failed:\n${log.tail()}\nIts log: ${log.file}`);
  await writeFile(stamp, hash);
}

async function stampOf(root: string, distDir: string): Promise<string | undefined> {
  return readFile(path.join(root, distDir, STAMP), "utf8").catch(() => undefined);
}

async function servedFrom(root: string, distDir: string): Promise<Build> {
  const folder = claimFile(root, distDir);
  const mine = await claim(path.join(folder, `${process.pid}`));
  return { distDir, release: async () => (mine.held ? mine.claim.release() : undefined) };
}

/** Each portal's start has a claim of its own in the folder; one that can be taken belongs to nobody any more. */
async function isServed(root: string, distDir: string): Promise<boolean> {
  const folder = claimFile(root, distDir);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const found = await claim(path.join(folder, name));
    if (!found.held) return true;
    await found.claim.release();
  }
  return false;
}

async function waitForClaim(file: string): Promise<Claim> {
  for (;;) {
    const result = await claim(file);
    if (result.held) return result.claim;
    await delay(250);
  }
}

function claimFile(root: string, name: string): string {
  return path.join(root, "node_modules/.cache/service-connection-point", name);
}
