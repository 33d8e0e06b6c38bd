import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { serverTasks } from "@/lib/db/schema";
import type { ServerTaskView } from "./model";

/** @returns null when there is no such task (any more) */
export async function readServerTask(db: Database, id: string): Promise<ServerTaskView | null> {
  const [row] = await db.select().from(serverTasks).where(eq(serverTasks.id, id));
  if (!row) return null;
  const { failureCode, failureParams, ...task } = row;
  const failure = failureCode === null ? null : { code: failureCode, params: failureParams ?? {} };
  return { ...task, failure };
}
