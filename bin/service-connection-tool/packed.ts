import path from "node:path";
import { fileURLToPath } from "node:url";
import { connectMode } from "./connect-mode";
import { runTool } from "./tool";

/** What `npm run pack-tool` makes one file of: -connect, with nothing but Node beside it. */
const folder = path.dirname(fileURLToPath(import.meta.url));

process.exitCode = await runTool(process.argv.slice(2), {
  modes: { connect: connectMode(folder) },
  folder,
  cwd: process.cwd(),
});
