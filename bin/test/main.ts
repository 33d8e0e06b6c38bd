import { styleText } from "node:util";
import { elapsed } from "../start/progress";
import { chooseParts, PARTS } from "./parts";
import { type Counts, lastLine, ONE_FAILED, sum } from "./results";

const HELP = `npm test [-- PART … FILTER …]

Parts: ${Object.keys(PARTS).join(", ")}; lint and static name several. Without one, all run.
Any other word narrows unit, integration and journeys down to files whose path contains it.
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
const results: { name: string; counts: Counts; tookMs: number }[] = [];
for (const name of parts) {
  console.log(styleText("bold", `\n── ${name} ──`));
  const began = performance.now();
  const counts = await PARTS[name](filters).catch((error: unknown) => {
    console.error(error);
    return ONE_FAILED;
  });
  results.push({ name, counts, tookMs: performance.now() - began });
}

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
