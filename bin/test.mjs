// `npm test`: needs only Node 20 and npm; installs, then hands over to bin/test/main.ts.
import { ensureInstalled, runOnPinnedNode } from "./start/install.mjs";

// Whoever reads the last line also wants one when not even the installation worked.
const saySo = (code) => {
  if (code !== 0) process.stdout.write("0 passed, 1 failed\n");
};
process.once("exit", saySo);
await ensureInstalled();
process.off("exit", saySo);
runOnPinnedNode("bin/test/main.ts", process.argv.slice(2));
