#!/usr/bin/env node
// `npx service-connection-tool …` in the checkout; `npm run pack-tool` makes the one that goes to another computer.
import { ensureInstalled, runOnPinnedNode } from "./start/install.mjs";

process.env.INIT_CWD ??= process.cwd();
await ensureInstalled();
runOnPinnedNode("bin/service-connection-tool.ts", process.argv.slice(2));
