import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Writable } from "node:stream";
import { runJourneys } from "./journeys";
import { type Counts, ONE_FAILED, ONE_PASSED, playwrightCounts, vitestCounts } from "./results";
import { runLimited } from "./run-limited";

const Minute = 60_000;
/** Far more than it needs, for a machine that is busy with other things; a part that hangs ends by it. */
const JOURNEYS_WITHIN_MS = 18 * Minute;

export interface PartRun {
  /** Narrow a part that has tests down to some files. */
  filters: readonly string[];
  output: Writable;
}

/** What `npm test` consists of. */
export const PARTS = {
  types: (run: PartRun) =>
    check(run, "node_modules/next/dist/bin/next typegen", "node_modules/typescript/bin/tsc --noEmit"),
  biome: (run: PartRun) => check(run, "node_modules/@biomejs/biome/bin/biome check --error-on-warnings"),
  dependencies: (run: PartRun) =>
    check(
      run,
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs app components lib bin e2e proxy.ts",
    ),
  unused: (run: PartRun) => check(run, "node_modules/knip/bin/knip.js"),
  unit: (run: PartRun) => vitest("unit", run, 4 * Minute),
  integration: (run: PartRun) => vitest("integration*", run, 18 * Minute),
  journeys: (run: PartRun) => runJourneys(run.output, run.filters, (env) => playwright(run, env)),
} satisfies Record<string, (run: PartRun) => Promise<Counts>>;

export type PartName = keyof typeof PARTS;

/** Names that stand for several parts. */
export const GROUPS: Record<string, readonly PartName[]> = {
  lint: ["biome", "dependencies", "unused"],
  static: ["types", "biome", "dependencies", "unused"],
};

/**
 * What runs one after the other; the lanes run at the same time, about as long as each other on two processors. The
 * types come before the journeys, whose portal is built into the folder that they are read from.
 */
const LANES: readonly (readonly PartName[])[] = [
  ["types", "journeys"],
  ["biome", "dependencies", "unused", "unit", "integration"],
];

/** The lanes of some parts; none is empty. */
export const lanesOf = (parts: readonly PartName[]): PartName[][] =>
  LANES.map((lane) => lane.filter((name) => parts.includes(name))).filter((lane) => lane.length > 0);

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
async function check({ output }: PartRun, ...commands: readonly string[]): Promise<Counts> {
  for (const command of commands) {
    const code = await runLimited({
      command: process.execPath,
      args: command.split(" "),
      output,
      withinMs: 4 * Minute,
    });
    if (code !== 0) return ONE_FAILED;
  }
  return ONE_PASSED;
}

/** Two files at a time, also beside the journeys: most of them wait for something more often than they compute. */
const WORKERS = 2;

async function vitest(project: string, { filters, output }: PartRun, withinMs: number): Promise<Counts> {
  return withReport(output, async (report) => {
    const options = ["--project", project, `--maxWorkers=${WORKERS}`];
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const args = ["node_modules/vitest/vitest.mjs", "run", ...options, ...reporters, ...filters];
    const code = await runLimited({ command: process.execPath, args, output, withinMs });
    return async () => vitestCounts(JSON.parse(await readFile(report, "utf8")), code);
  });
}

async function playwright({ filters, output }: PartRun, env: NodeJS.ProcessEnv): Promise<Counts> {
  return withReport(output, async (report) => {
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
      output,
      withinMs: JOURNEYS_WITHIN_MS + Minute,
    });
    return async () => playwrightCounts(JSON.parse(await readFile(report, "utf8")), code);
  });
}

/** A runner that wrote no report it can be believed by has failed. */
async function withReport(
  output: Writable,
  run: (report: string) => Promise<() => Promise<Counts>>,
): Promise<Counts> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-report-"));
  try {
    const read = await run(path.join(folder, "report.json"));
    return await read();
  } catch (error) {
    output.write(`No report of the tests: ${(error as Error).message}\n`);
    return ONE_FAILED;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
