import type { z } from "zod";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { serverTasks } from "@/lib/db/schema";
import type { ServerTaskKind } from "./model";

/**
 * Asks a server to do something, in the caller's transaction. Whether its executive answers is not known here.
 * @returns the id of the task, for `readServerTask`
 */
export async function askServer<Input extends z.ZodType>(
  db: Database,
  clock: Clock,
  kind: Pick<ServerTaskKind<Input>, "kind" | "input">,
  task: { serverId: string; input: z.input<Input>; requestedBy: string },
): Promise<string> {
  const input = kind.input.parse(task.input) as Record<string, unknown>;
  const [row] = await db
    .insert(serverTasks)
    .values({ ...task, kind: kind.kind, input, requestedAt: clock.now() })
    .returning({ id: serverTasks.id });
  if (!row) throw new Error("An inserted task returned no row.");
  await publish(db, { topic: "server-tasks", key: task.serverId });
  return row.id;
}
