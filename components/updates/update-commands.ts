import type { Result } from "@/lib/result";
import type { UpdateAction } from "./download-view";

type Command = (input: unknown) => Promise<Result<unknown>>;

/** The server actions the update pages may call; the route passes them down. */
export interface UpdateCommands {
  check: Command;
  package: Record<UpdateAction, Command>;
}
