import path from "node:path";
import { connectMode } from "./service-connection-tool/connect-mode";
import { exportMode } from "./service-connection-tool/export-mode";
import { importMode } from "./service-connection-tool/import-mode";
import { prepareMode } from "./service-connection-tool/prepare-mode";
import { runTool } from "./service-connection-tool/tool";

const folder = path.resolve(process.env.SCP_DATA_DIR ?? ".data");

// npm and npx run a command in the folder of the package and say where the caller was.
process.exitCode = await runTool(process.argv.slice(2), {
  modes: {
    prepare: prepareMode,
    connect: connectMode(folder),
    import: importMode,
    export: exportMode,
  },
  folder,
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
