import { loadServeConfig } from "@/lib/config";
import { runAtTerminal } from "./start/terminal";

// `npm run serve`: production. No lab, and nothing is guessed that belongs into the environment.
await runAtTerminal("production", loadServeConfig, { reset: false });
