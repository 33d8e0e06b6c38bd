import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { type RoleChangeStep, roleChanges } from "@/lib/db/schema";
import { mayMove, type RoleChangeRow, type RoleChangeState } from "./model";

export async function readRoleChange(db: Database, id: string): Promise<RoleChangeRow | null> {
  const [row] = await db.select().from(roleChanges).where(eq(roleChanges.id, id));
  return row ?? null;
}

/** The one that is not over; the database allows no second. */
export async function readOpenRoleChange(db: Database): Promise<RoleChangeRow | null> {
  const [row] = await db
    .select()
    .from(roleChanges)
    .where(notInArray(roleChanges.state, ["complete", "failed"]));
  return row ?? null;
}

type MoveColumns = Partial<Pick<RoleChangeRow, "startedAt" | "finishedAt" | "failureCode" | "failureParams">>;

/**
 * Moves a change on, if it still is where the caller saw it: the database decides between the executive and the portal.
 * @returns false when somebody else moved it first
 */
export async function moveRoleChange(
  tx: Database,
  id: string,
  from: RoleChangeState,
  to: RoleChangeState,
  columns: MoveColumns = {},
): Promise<boolean> {
  if (!mayMove(from, to)) throw new Error(`A change of the role does not go from ${from} to ${to}`);
  const moved = await tx
    .update(roleChanges)
    .set({ ...columns, state: to })
    .where(and(eq(roleChanges.id, id), eq(roleChanges.state, from)))
    .returning({ id: roleChanges.id });
  if (moved.length > 0) await publish(tx, { topic: "role-changes", key: id });
  return moved.length > 0;
}

/** Writes how the steps stand or what one learned, while the change is in one of these states. */
export async function writeProgress(
  tx: Database,
  id: string,
  states: readonly RoleChangeState[],
  { steps, facts }: { steps?: RoleChangeStep[]; facts?: Record<string, unknown> },
): Promise<boolean> {
  const written = await tx
    .update(roleChanges)
    .set({
      ...(steps && { steps }),
      ...(facts && { facts: sql`${roleChanges.facts} || ${JSON.stringify(facts)}::jsonb` }),
    })
    .where(and(eq(roleChanges.id, id), inArray(roleChanges.state, [...states])))
    .returning({ id: roleChanges.id });
  if (written.length > 0) await publish(tx, { topic: "role-changes", key: id });
  return written.length > 0;
}
