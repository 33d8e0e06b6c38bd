import { and, asc, eq, inArray } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { serverTasks } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import { type FailureParams, fail, type Result } from "@/lib/result";
import type { ServerTaskKind } from "./model";

type TaskRow = typeof serverTasks.$inferSelect;

/**
 * Does what the server is asked for, one task after the other, oldest first; what a kill interrupted comes again.
 * @throws what is transient: the task stays and is done again
 */
export async function workServerTasks(
  thread: ThreadContext,
  kinds: readonly ServerTaskKind[],
): Promise<void> {
  for (const task of await openTasks(thread)) {
    if (thread.signal.aborted) return;
    await change(thread, task.id, { state: "running", startedAt: thread.clock.now() });
    thread.log.info(`Task ${task.kind} for ${task.requestedBy} begins. Task ${task.id}`);
    const outcome = await run(thread, kinds, task);
    if (thread.signal.aborted) return;
    await record(thread, task, outcome);
  }
}

function openTasks({ db, serverId }: ThreadContext): Promise<TaskRow[]> {
  return db
    .select()
    .from(serverTasks)
    .where(and(eq(serverTasks.serverId, serverId), inArray(serverTasks.state, ["waiting", "running"])))
    .orderBy(asc(serverTasks.requestedAt));
}

async function run(
  thread: ThreadContext,
  kinds: readonly ServerTaskKind[],
  task: TaskRow,
): Promise<Result<unknown, string>> {
  const kind = kinds.find((one) => one.kind === task.kind);
  // Asked for by a newer version than this executive's.
  if (!kind) return fail("task-unknown", { params: { kind: task.kind } });
  try {
    return await kind.run(thread, kind.input.parse(task.input), thread.signal);
  } catch (error) {
    if (thread.signal.aborted || isTransient(error)) throw error;
    return fail("task-failed", { params: { detail: errorText(error) } });
  }
}

async function record(thread: ThreadContext, task: TaskRow, outcome: Result<unknown, string>): Promise<void> {
  const finishedAt = thread.clock.now();
  if (outcome.ok) {
    thread.log.info(`Task ${task.kind} is done. Task ${task.id}`);
    await change(thread, task.id, { state: "done", result: outcome.value ?? null, finishedAt });
    return;
  }
  thread.log.error(`Task ${task.kind} failed: ${outcome.code}. Task ${task.id}`);
  await change(thread, task.id, {
    state: "failed",
    failureCode: outcome.code,
    failureParams: textsOf(outcome.params),
    finishedAt,
  });
}

async function change(thread: ThreadContext, id: string, values: Partial<TaskRow>): Promise<void> {
  await asOwner(thread, async (tx) => {
    await tx.update(serverTasks).set(values).where(eq(serverTasks.id, id));
    await publish(tx, { topic: "server-tasks", key: thread.serverId });
  });
}

const textsOf = (params: FailureParams = {}): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === "number" ? value : String(value)]),
  );
