import type { Result } from "@/lib/result";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** The server actions of the checklist; the route passes them down. */
export interface RecoveryCommands {
  tick: Command;
  close: Command;
}
