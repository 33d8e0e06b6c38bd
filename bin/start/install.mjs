// Runs on whatever Node a bare checkout is started with (20 or newer): built-in modules only.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The Node that the lockfile pins (npm package `node`). */
export const PINNED_NODE = path.join(
  ROOT,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/**
 * Why what is installed is not what the lockfile asks for; undefined when it is. Compares contents, because times
 * of files say nothing after a checkout of another branch.
 * @param {string} lockText package-lock.json
 * @param {string | undefined} installedText node_modules/.package-lock.json, which npm writes when it is through
 * @returns {string | undefined}
 */
export function staleInstall(lockText, installedText) {
  if (installedText === undefined) return "nothing is installed";
  const installed = parsePackages(installedText);
  for (const [folder, wanted] of Object.entries(parsePackages(lockText))) {
    if (folder === "" || wanted.link) continue;
    const found = installed[folder];
    // Packages for other operating systems and processors are optional and stay away.
    if (!found && (wanted.optional || wanted.devOptional)) continue;
    if (found?.version !== wanted.version)
      return `${folder.replace(/^node_modules\//, "")} is not the locked one`;
  }
  return undefined;
}

/** @returns {Record<string, {version?: string, optional?: boolean, devOptional?: boolean, link?: boolean}>} */
function parsePackages(text) {
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    // Cut off by a kill while npm wrote it.
    return {};
  }
}

/** Installs from the lockfile if need be; ends the process with a clear message if npm cannot. */
export async function ensureInstalled() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20) fatal(`Node.js 20 or newer is needed; this is ${process.version}.`);
  const reason = staleInstall(
    readText("package-lock.json") ?? "{}",
    readText("node_modules/.package-lock.json"),
  );
  const works = !reason && spawnSync(PINNED_NODE, ["--version"]).status === 0;
  if (works) return;
  await npmCi(reason ?? "the pinned Node does not run");
  if (spawnSync(PINNED_NODE, ["--version"]).status !== 0) {
    fatal(`npm installed no Node in ${PINNED_NODE}; are install scripts switched off (ignore-scripts)?`);
  }
}

async function npmCi(reason) {
  process.stdout.write(`Installing packages: ${reason}. The first time this takes a minute or two.\n`);
  const began = Date.now();
  const beat = setInterval(() => process.stdout.write(`  … installing, ${seconds(began)} s\n`), 15_000);
  // npm_execpath is the npm that runs this very script, if one does; the npm on the PATH otherwise.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  // A start with NODE_ENV=production still builds, and the build needs the development packages.
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npmProcess = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((resolve) => {
    npmProcess.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    npmProcess.on("exit", (status) => resolve(status ?? 1));
  });
  clearInterval(beat);
  if (code !== 0) fatal("npm ci failed; its message is above.");
  process.stdout.write(`  ✓ packages installed, ${seconds(began)} s\n`);
}

/**
 * Runs a TypeScript file of this product on the pinned Node and ends this process as that one ends. Signals go on to
 * it, and when this process is killed it learns so from the closed channel.
 * @param {string} script relative to the checkout
 * @param {readonly string[]} args
 */
export function runOnPinnedNode(script, args) {
  const child = spawn(PINNED_NODE, ["--import", "tsx", script, ...args], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${path.dirname(PINNED_NODE)}${path.delimiter}${process.env.PATH ?? ""}` },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => {
    if (signal === "SIGKILL")
      process.stderr.write("The product was killed. The next start clears up behind it.\n");
    process.exit(code ?? 1);
  });
}

/** npm cannot pass on the signal that kills it; but whoever it started then has another parent. */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event === undefined) return;
  // npm runs a script through `sh -c`, and not every sh makes way for the command: then npm is one step further up.
  const shell = process.ppid;
  const throughShell = /^(sh|dash|bash)$/.test(procText(shell, "comm"));
  const ancestors = () => `${process.ppid} ${throughShell ? parentOf(shell) : ""}`;
  const atFirst = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === atFirst) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

function parentOf(pid) {
  return /^PPid:\s*(\d+)/m.exec(procText(pid, "status"))?.[1] ?? "";
}

/** Empty where there is no /proc, or no such process any more. */
function procText(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8").trim();
  } catch {
    return "";
  }
}

function readText(file) {
  const full = path.join(ROOT, file);
  return existsSync(full) ? readFileSync(full, "utf8") : undefined;
}

function seconds(since) {
  return ((Date.now() - since) / 1_000).toFixed(0);
}

function fatal(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
