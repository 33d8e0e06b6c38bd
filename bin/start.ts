import { parseArgs } from "node:util";
import { loadLabStartConfig } from "@/lib/config";
import { runAtTerminal } from "./start/terminal";

const HELP = `Starts the product with its lab: database, lab cloud, executive, portal.

  npm start               go on with the lab of the last start
  npm start -- --reset    begin with a fresh lab

Environment: PORT (3000, or the next free one), SCP_DATA_DIR (.data), SCP_HOST (localhost),
DATABASE_URL (the embedded PostgreSQL), SCP_LAB_PASSWORD (one password for all lab accounts).
`;

function readArguments() {
  try {
    return parseArgs({ options: { reset: { type: "boolean" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

const values = readArguments();
if (values.help) process.stdout.write(HELP);
else await runAtTerminal("lab", loadLabStartConfig, { reset: values.reset ?? false });
if (values.help) process.disconnect?.();
