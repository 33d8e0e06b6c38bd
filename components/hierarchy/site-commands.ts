import type { Result } from "@/lib/result";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** What the pages of the hierarchy can do: the server actions of their folder. */
export interface SiteCommands {
  addServiceWindow: Command;
  changeServiceWindow: Command;
  removeServiceWindow: Command;
  setRoute: Command;
  validateContent: Command;
  upgradeSecondarySite: Command;
  retrySite: Command;
  retryReplication: Command;
}
