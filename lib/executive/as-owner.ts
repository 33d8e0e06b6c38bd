import type { Database } from "@/lib/db/connection";
import type { ThreadContext } from "./component-thread";

/** The server is another executive's by now: nothing was written, and the thread must end. */
export class FencedError extends Error {
  override name = "FencedError";
  constructor() {
    super("the server is hosted by another executive now");
  }
}

/**
 * Runs `work` in a transaction that commits only as the owner of the thread's server. A thread that was cut off
 * from its supervisor, or is slow to end, cannot overwrite what the new owner's thread wrote.
 * @throws FencedError
 */
export async function asOwner<T>(
  { db, ownsServer }: Pick<ThreadContext, "db" | "ownsServer">,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  return db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    if (!(await ownsServer(tx))) throw new FencedError();
    return work(tx);
  });
}
