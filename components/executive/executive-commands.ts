import type { ComponentOperation } from "@/lib/executive/model";
import type { Result } from "@/lib/result";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** The server actions the component pages may call; the route passes them down. */
export interface ExecutiveCommands {
  operate: Record<ComponentOperation, Command>;
  configureBackup: Command;
  runBackup: Command;
}
