import type { Result } from "@/lib/result";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** What Hierarchy Settings can change: the server actions of its page. */
export interface SettingsCommands {
  consent: Command;
  setClientUpgrade: Command;
  promoteClient: Command;
  setSoftwareAssurance: Command;
  setContentValidation: Command;
}
