import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { type AzureFailureParams, type AzureStep, azureOperations } from "@/lib/db/schema";
import { isOpenOperation } from "./find-open-operation";
import { mayMove, type OperationRow, type OperationState } from "./model";

export async function readOperation(db: Database, id: string): Promise<OperationRow | null> {
  const [row] = await db.select().from(azureOperations).where(eq(azureOperations.id, id));
  return row ?? null;
}

/** What the executive has to do something about, oldest first. */
export async function readOpenOperations(db: Database): Promise<OperationRow[]> {
  return db
    .select()
    .from(azureOperations)
    .where(isOpenOperation)
    .orderBy(azureOperations.requestedAt, azureOperations.id);
}

export type MoveColumns = Partial<typeof azureOperations.$inferInsert>;

export interface ProgressColumns {
  steps?: AzureStep[];
  /** Added to those that are there. */
  facts?: Record<string, unknown>;
  sealed?: Buffer;
  leftovers?: { what: string; params: AzureFailureParams }[];
  notBefore?: Date;
}

/**
 * Moves an operation on, if it still is where the caller saw it: the database decides between the executive and the
 * portal.
 * @returns false when somebody else moved it first
 */
export async function moveOperation(
  tx: Database,
  id: string,
  from: OperationState,
  to: OperationState,
  columns: MoveColumns = {},
): Promise<boolean> {
  if (!mayMove(from, to)) throw new Error(`An operation does not go from ${from} to ${to}`);
  const moved = await tx
    .update(azureOperations)
    .set({ ...columns, state: to })
    .where(and(eq(azureOperations.id, id), eq(azureOperations.state, from)))
    .returning({ id: azureOperations.id });
  if (moved.length > 0) await publish(tx, { topic: "azure-services", key: id });
  return moved.length > 0;
}

/** Writes what a step learned or how it stands, while the operation is in one of these states. */
export async function writeProgress(
  tx: Database,
  id: string,
  states: readonly OperationState[],
  columns: ProgressColumns,
): Promise<boolean> {
  const { facts, ...rest } = columns;
  const written = await tx
    .update(azureOperations)
    .set({
      ...rest,
      ...(facts && { facts: sql`${azureOperations.facts} || ${JSON.stringify(facts)}::jsonb` }),
    })
    .where(and(eq(azureOperations.id, id), inArray(azureOperations.state, [...states])))
    .returning({ id: azureOperations.id });
  if (written.length > 0) await publish(tx, { topic: "azure-services", key: id });
  return written.length > 0;
}
