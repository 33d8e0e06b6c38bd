import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { updatePackageEvents, updatePackages } from "@/lib/db/schema";
import type { UpdateEventCode } from "./events";
import { canMove, UPDATE_STATE, type UpdateStateName } from "./state-machine";

interface Move {
  packageGuid: string;
  from: UpdateStateName;
  to: UpdateStateName;
  at: Date;
}

/**
 * Moves a package from one state to another, if it still is where the caller believes: the database decides
 * the race, not a read before the write.
 * @returns false when the package was elsewhere; nothing changed then
 * @throws Error when the state machine has no such way: a bug of the caller
 */
export async function moveState(db: Database, { packageGuid, from, to, at }: Move): Promise<boolean> {
  if (!canMove(from, to)) throw new Error(`no way from ${from} to ${to}`);
  const moved = await db
    .update(updatePackages)
    .set({ state: UPDATE_STATE[to], lastUpdateTime: at })
    .where(and(eq(updatePackages.packageGuid, packageGuid), eq(updatePackages.state, UPDATE_STATE[from])))
    .returning({ packageGuid: updatePackages.packageGuid });
  if (moved.length === 0) return false;
  await publish(db, { topic: "updates", key: packageGuid });
  return true;
}

/** Adds a line to the timeline of a package. */
export async function recordEvent(
  db: Database,
  event: {
    packageGuid: string;
    time: Date;
    code: UpdateEventCode;
    actor: string;
    params?: Record<string, string | number>;
  },
): Promise<void> {
  await db.insert(updatePackageEvents).values({ ...event, params: event.params ?? {} });
  await publish(db, { topic: "updates", key: event.packageGuid });
}
