import { parseArgs } from "node:util";
import { loadServeConfig } from "@/lib/config";
import { runAtTerminal } from "./start/terminal";

const HELP = `Production: database, executive and portal, without a lab.

  npm run serve
  npm run serve -- --setup-file FILE   sets the hierarchy up from FILE, if there is none yet

Everything else comes from the environment; see README, *Configure* and *Set up*.
`;

function readArguments() {
  try {
    return parseArgs({ options: { "setup-file": { type: "string" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

const { help, "setup-file": setupFile } = readArguments();
if (help) process.stdout.write(HELP);
// Nothing is guessed that belongs into the environment.
else await runAtTerminal("production", loadServeConfig, { reset: false, empty: false, setupFile });
if (help) process.disconnect?.();
