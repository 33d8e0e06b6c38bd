import type { Writable } from "node:stream";
import { inspect, styleText } from "node:util";
import { elapsed } from "../start/progress";
import { KeptOutput } from "./output";
import { chooseParts, lanesOf, PARTS, type PartName } from "./parts";
import { type Counts, lastLine, ONE_FAILED, sum } from "./results";

const HELP = `npm test [-- PART … FILTER …]

Parts: ${Object.keys(PARTS).join(", ")}; lint and static name several. Without one, all run.
Any other word narrows unit, integration and journeys down to files whose path contains it.
Parts that do not disturb each other run at the same time; each one's output comes when it is over.
`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  process.stdout.write(HELP);
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
process.once("disconnect", () => process.exit(1));
process.env.CI ??= "true";

const { parts, filters } = chooseParts(words);
const lanes = lanesOf(parts);
const results: { name: PartName; counts: Counts; tookMs: number }[] = [];
await Promise.all(lanes.map(runLane));

console.log("");
for (const { name, counts, tookMs } of results) {
  console.log(
    `${counts.failed > 0 ? "✗" : "✓"} ${name.padEnd(14)} ${lastLine(counts).padEnd(24)} ${elapsed(tookMs)}`,
  );
}
const total = sum(results.map(({ counts }) => counts));
const exitCode = total.failed > 0 ? 1 : 0;
// Through the callback: the line must be out before the process ends, also when it goes into a pipe.
process.stdout.write(`${lastLine(total)}\n`, () => process.exit(exitCode));

async function runLane(lane: readonly PartName[]): Promise<void> {
  for (const name of lane) {
    const began = performance.now();
    const counts = lanes.length > 1 ? await runAside(name) : await runOnTerminal(name);
    results.push({ name, counts, tookMs: performance.now() - began });
  }
}

function runOnTerminal(name: PartName): Promise<Counts> {
  console.log(heading(name));
  return run(name, process.stdout);
}

/** Says its words when it is over, or when all of it ends before. */
async function runAside(name: PartName): Promise<Counts> {
  const output = new KeptOutput();
  const say = () => void process.stdout.write(`${heading(name)}\n${output.take()}`);
  process.once("exit", say);
  console.log(`… ${name}`);
  const counts = await run(name, output);
  process.off("exit", say);
  say();
  return counts;
}

function run(name: PartName, output: Writable): Promise<Counts> {
  return PARTS[name]({ filters, output }).catch((error: unknown) => {
    output.write(`${inspect(error)}\n`);
    return ONE_FAILED;
  });
}

function heading(name: PartName): string {
  return styleText("bold", `\n── ${name} ──`);
}
