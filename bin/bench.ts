import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Bench, BenchResult } from "./bench/model";
import { ROOT } from "./start/install.mjs";
import { loadModules, named } from "./test/load-modules";

const HELP = `npm run bench [-- --json FILE] [NAME …]

Measures the product beside its peers, in the same run, and says whether each goal is met.
  --json FILE   also write the results as a JSON list of {name, value, unit, peer, peerValue, ratio, goal, met}
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  const benches = await loadModules<Bench>(path.join(ROOT, "bin/bench"), ".bench.ts");
  if (values.help) {
    process.stdout.write(`${HELP}\nNames: ${benches.map(({ name }) => name).join(", ")}\n`);
    return 0;
  }
  const results: BenchResult[] = [];
  for (const bench of named(benches, positionals)) {
    process.stderr.write(`Measuring ${bench.name} …\n`);
    results.push(...(await bench.run()));
  }
  if (values.json) {
    await mkdir(path.dirname(path.resolve(values.json)), { recursive: true });
    await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  }
  process.stdout.write(table(results));
  return results.every(({ met }) => met) ? 0 : 1;
}

function table(results: readonly BenchResult[]): string {
  const rows = results.map(({ name, value, unit, peer, peerValue, ratio, goal, met }) => [
    name,
    `${figure(value)} ${unit}`,
    peer === null ? "" : `${peer}: ${figure(peerValue)}`,
    ratio === null ? "" : `× ${ratio.toFixed(2)}`,
    goal,
    met ? "met" : "NOT MET",
  ]);
  const all = [["name", "value", "peer", "ratio", "goal", ""], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function figure(value: number | null): string {
  if (value === null) return "–";
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4, useGrouping: false });
}

process.once("disconnect", () => process.exit(1));
main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
