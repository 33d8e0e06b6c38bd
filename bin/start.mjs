// `npm start`: needs only Node 20 and npm, brings everything else along, then hands over to bin/start.ts.
import { ensureInstalled, runOnPinnedNode } from "./start/install.mjs";

await ensureInstalled();
runOnPinnedNode("bin/start.ts", process.argv.slice(2));
