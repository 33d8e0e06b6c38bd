import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runJourneys } from "./journeys";
import { type Counts, ONE_FAILED, ONE_PASSED, playwrightCounts, vitestCounts } from "./results";
import { runLimited } from "./run-limited";

const Minute = 60_000;
const JOURNEYS_WITHIN_MS = 7 * Minute;

/** What `npm test` consists of, in this order. `filters` narrow a part that has tests down to some files. */
export const PARTS = {
  types: () => check("node_modules/next/dist/bin/next typegen", "node_modules/typescript/bin/tsc --noEmit"),
  biome: () => check("node_modules/@biomejs/biome/bin/biome check --error-on-warnings"),
  dependencies: () =>
    check("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs app components lib bin e2e proxy.ts"),
  unused: () => check("node_modules/knip/bin/knip.js"),
  unit: (filters: readonly string[]) => vitest("unit", filters, 3 * Minute),
  integration: (filters: readonly string[]) => vitest("integration", filters, 5 * Minute),
  journeys: (filters: readonly string[]) => runJourneys((env) => playwright(filters, env)),
} satisfies Record<string, (filters: readonly string[]) => Promise<Counts>>;

export type PartName = keyof typeof PARTS;

/** Names that stand for several parts. */
export const GROUPS: Record<string, readonly PartName[]> = {
  lint: ["biome", "dependencies", "unused"],
  static: ["types", "biome", "dependencies", "unused"],
};

/** Splits the words of the command line into parts to run (all, if none is named) and filters for their files. */
export function chooseParts(words: readonly string[]): { parts: PartName[]; filters: string[] } {
  const all = Object.keys(PARTS) as PartName[];
  const meant = (word: string): readonly PartName[] | undefined =>
    Object.hasOwn(GROUPS, word) ? GROUPS[word] : all.filter((name) => name === word);
  const named = new Set(words.flatMap((word) => meant(word) ?? []));
  return {
    parts: named.size > 0 ? all.filter((name) => named.has(name)) : all,
    filters: words.filter((word) => (meant(word) ?? []).length === 0),
  };
}

/** A static check is one check, however many commands it takes. */
async function check(...commands: readonly string[]): Promise<Counts> {
  for (const command of commands) {
    const code = await runLimited({
      command: process.execPath,
      args: command.split(" "),
      withinMs: 4 * Minute,
    });
    if (code !== 0) return ONE_FAILED;
  }
  return ONE_PASSED;
}

async function vitest(project: string, filters: readonly string[], withinMs: number): Promise<Counts> {
  return withReport(async (report) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters, ...filters];
    const code = await runLimited({ command: process.execPath, args, withinMs });
    return async () => vitestCounts(JSON.parse(await readFile(report, "utf8")), code);
  });
}

async function playwright(filters: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  return withReport(async (report) => {
    // Playwright's own limit comes first: it still reports what ran.
    const limits = [`--global-timeout=${JOURNEYS_WITHIN_MS}`];
    const args = [
      "node_modules/@playwright/test/cli.js",
      "test",
      "--reporter=list,json",
      ...limits,
      ...filters,
    ];
    const code = await runLimited({
      command: process.execPath,
      args,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      withinMs: JOURNEYS_WITHIN_MS + Minute,
    });
    return async () => playwrightCounts(JSON.parse(await readFile(report, "utf8")), code);
  });
}

/** A runner that wrote no report it can be believed by has failed. */
async function withReport(run: (report: string) => Promise<() => Promise<Counts>>): Promise<Counts> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-report-"));
  try {
    const read = await run(path.join(folder, "report.json"));
    return await read();
  } catch (error) {
    console.error(`No report of the tests: ${(error as Error).message}`);
    return ONE_FAILED;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
