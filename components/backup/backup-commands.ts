import type { Result } from "@/lib/result";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** The server actions of the backup page; the route passes them down. */
export interface BackupCommands {
  configureStorage: Command;
  setPassphrase: Command;
  verify: Command;
}
