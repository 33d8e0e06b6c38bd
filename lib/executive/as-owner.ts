import type { Database } from "@/lib/db/connection";
import type { ThreadContext } from "./component-thread";

/** The server is another executive's by now: nothing was written, and the thread must end. */
export class FencedError extends Error {
  override name = "FencedError";
  constructor(message = "the server is hosted by another executive now") {
    super(message);
  }
}

/** The service connection point is on another server by now, or was in between: nothing was written. */
export class RoleMovedError extends FencedError {
  override name = "RoleMovedError";
  constructor() {
    super("the service connection point has changed hands");
  }
}

/**
 * Runs `work` in a transaction that commits only as the owner of the thread's server and, for a thread of the role, as
 * its holder. A thread that was cut off from its supervisor, or is slow to end, cannot overwrite what the new owner's
 * thread wrote.
 * @throws FencedError, RoleMovedError
 */
export async function asOwner<T>(
  { db, ownsServer, holdsRole }: Pick<ThreadContext, "db" | "ownsServer" | "holdsRole">,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    if (!(await ownsServer(tx))) throw new FencedError();
    if (holdsRole && !(await holdsRole(tx))) throw new RoleMovedError();
    return work(tx);
  });
}
