import { parseArgs } from "node:util";
import { loadLabStartConfig } from "@/lib/config";
import { runAtTerminal } from "./start/terminal";

// `npm run dev`: the product with its lab, and a portal that follows every change of its sources.
const { values } = parseArgs({ options: { reset: { type: "boolean" } } });
await runAtTerminal("development", loadLabStartConfig, {
  reset: values.reset ?? false,
  empty: false,
});
