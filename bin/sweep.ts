import path from "node:path";
import { ROOT } from "./start/install.mjs";
import { elapsed } from "./start/progress";
import type { Sweep } from "./sweeps/model";
import { loadModules, named } from "./test/load-modules";
import { type Counts, lastLine, ONE_FAILED, ONE_PASSED, sum } from "./test/results";

const HELP = `npm run test:sweep [-- NAME …]

Runs the heavy sweeps: many cases of one thing, too long for every test run.
`;

async function sweepAll(wanted: readonly string[]): Promise<Counts> {
  const results: Counts[] = [];
  for (const sweep of named(await loadModules<Sweep>(path.join(ROOT, "bin/sweeps"), ".sweep.ts"), wanted)) {
    console.log(`\n── ${sweep.name} ──`);
    try {
      for (const check of await sweep.checks()) results.push(await runCheck(check));
    } finally {
      await sweep.cleanUp?.();
    }
  }
  return sum(results);
}

async function runCheck({ name, run }: Awaited<ReturnType<Sweep["checks"]>>[number]): Promise<Counts> {
  const began = performance.now();
  try {
    await run();
    console.log(`✓ ${name}  ${elapsed(performance.now() - began)}`);
    return ONE_PASSED;
  } catch (error) {
    console.log(`✗ ${name}  ${elapsed(performance.now() - began)}`);
    console.error(error);
    return ONE_FAILED;
  }
}

const words = process.argv.slice(2);
if (words.includes("--help")) {
  const sweeps = await loadModules<Sweep>(path.join(ROOT, "bin/sweeps"), ".sweep.ts");
  process.stdout.write(`${HELP}\nNames: ${sweeps.map(({ name }) => name).join(", ")}\n`);
  process.exit(0);
}
process.once("disconnect", () => process.exit(1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

const total = await sweepAll(words).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return ONE_FAILED;
});
process.stdout.write(`${lastLine(total)}\n`, () => process.exit(total.failed > 0 ? 1 : 0));
