// `node bin/run.mjs NAME …`: runs bin/NAME.ts on the Node that the lockfile pins, installing first if need be.
import { ensureInstalled, runOnPinnedNode } from "./start/install.mjs";

const [name, ...args] = process.argv.slice(2);
await ensureInstalled();
runOnPinnedNode(`bin/${name}.ts`, args);
