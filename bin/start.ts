import { parseArgs } from "node:util";
import { loadLabStartConfig } from "@/lib/config";
import { runAtTerminal } from "./start/terminal";

const HELP = `Starts the product with its lab: database, lab cloud, executive, portal.

  npm start               go on with the lab of the last start
  npm start -- --reset    begin with a fresh lab
  npm start -- --empty    the lab's cloud without its sample hierarchy: set up your own,
                          in the portal or from a file (--setup-file FILE)

Environment: PORT (3000, or the next free one), SCP_DATA_DIR (.data), SCP_HOST (localhost),
DATABASE_URL (the embedded PostgreSQL), SCP_LAB_PASSWORD (one password for all lab accounts),
with --empty SCP_SETUP_… (see README, *Set up*).
`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        reset: { type: "boolean", default: false },
        empty: { type: "boolean", default: false },
        "setup-file": { type: "string" },
        help: { type: "boolean" },
      },
    });
    if (values["setup-file"] && !values.empty) throw new Error("--setup-file needs --empty.");
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

const { help, reset, empty, "setup-file": setupFile } = readArguments();
if (help) process.stdout.write(HELP);
else await runAtTerminal("lab", loadLabStartConfig, { reset, empty, setupFile });
if (help) process.disconnect?.();
