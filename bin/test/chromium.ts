import { spawnSync } from "node:child_process";
import type { Writable } from "node:stream";
import { chromium } from "playwright";
import { runLimited } from "./run-limited";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const INSTALL_WITHIN_MS = 4 * 60_000;

export interface ChromiumSources {
  /** `PLAYWRIGHT_CHROMIUM_PATH`. */
  wanted?: string;
  /** Playwright's own, where it would be if it were installed. */
  playwrights: string;
  runs(file: string): boolean;
  /** Ways to install one, best first. */
  installs: readonly (() => Promise<void>)[];
}

/**
 * A Chromium that runs: the wanted one, one of the system, Playwright's own; else one is installed.
 * @returns undefined when all of that fails
 */
export async function findChromium(sources: ChromiumSources): Promise<string | undefined> {
  const candidates = [sources.wanted, ...PLACES, sources.playwrights].filter((file) => file !== undefined);
  const runnable = () => candidates.find((file) => file !== "" && sources.runs(file));
  const found = runnable();
  if (found) return found;
  for (const install of sources.installs) {
    await install();
    const installed = runnable();
    if (installed) return installed;
  }
  return undefined;
}

export function systemChromium(env: NodeJS.ProcessEnv, output: Writable): ChromiumSources {
  const install = (command: string, args: string[]) => async () => {
    output.write(`No Chromium is installed; trying: ${command} ${args.join(" ")}\n`);
    await runLimited({ command, args, output, withinMs: INSTALL_WITHIN_MS });
  };
  const playwright = install(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]);
  const debian = install("sh", [
    "-c",
    "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium",
  ]);
  return {
    wanted: env.PLAYWRIGHT_CHROMIUM_PATH,
    playwrights: chromium.executablePath(),
    runs: (file) => spawnSync(file, ["--version", "--no-sandbox"], { timeout: 30_000 }).status === 0,
    installs: process.getuid?.() === 0 ? [playwright, debian] : [playwright],
  };
}
