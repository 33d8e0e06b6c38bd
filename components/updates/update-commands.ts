import type { Result } from "@/lib/result";
import type { UpdateAction } from "./download-view";
import type { ServicingAction } from "./servicing/servicing-actions";

export type Command = (input: unknown) => Promise<Result<unknown>>;

/** What can be asked of a package after its download, and of one site. */
export type ServicingCommands = Record<ServicingAction | "retrySite", Command>;

/** The server actions the update pages may call; the route passes them down. */
export interface UpdateCommands {
  check: Command;
  package: Record<UpdateAction, Command>;
  servicing: ServicingCommands;
}
