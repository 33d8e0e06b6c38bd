import { and, asc, eq, inArray } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { serverTasks } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import { type FailureParams, fail, type Result } from "@/lib/result";
import type { ServerTaskKind } from "./model";

type TaskRow = typeof serverTasks.$inferSelect;

/** How often it looks when nobody announces anything. */
const LOOK_INTERVAL = Minute.ms;

const isOpen = inArray(serverTasks.state, ["waiting", "running"]);

/**
 * Does what the server is asked for until the thread stops: tasks of one kind one after the other, oldest first, each kind
 * beside the others, so that none waits for a backup that is read again. What a kill interrupted comes again.
 * @throws what is transient: the task stays and is done again
 */
export async function followServerTasks(
  thread: ThreadContext,
  kinds: readonly ServerTaskKind[],
): Promise<void> {
  const { promise: failure, reject: fails } = Promise.withResolvers<never>();
  // Whoever stops meanwhile does not wait for it.
  failure.catch(() => {});
  const giveUp = new AbortController();
  const working = { ...thread, signal: AbortSignal.any([thread.signal, giveUp.signal]) };
  const taken = new Set<string>();
  const lanes = new Map<string, Promise<void>>();
  try {
    while (!thread.signal.aborted) {
      for (const task of await openTasks(thread)) {
        if (taken.has(task.id)) continue;
        taken.add(task.id);
        const before = lanes.get(task.kind) ?? Promise.resolve();
        const turn = before
          .then(() => work(working, kinds, task))
          .catch(fails)
          .finally(() => taken.delete(task.id));
        lanes.set(task.kind, turn);
      }
      await Promise.race([thread.wait(["server-tasks"], LOOK_INTERVAL), failure]);
    }
  } finally {
    giveUp.abort();
    await Promise.all(lanes.values());
  }
}

/** Does what the server is asked for now, one after the other, oldest first. @throws as `followServerTasks` */
export async function workServerTasks(
  thread: ThreadContext,
  kinds: readonly ServerTaskKind[],
): Promise<void> {
  for (const task of await openTasks(thread)) await work(thread, kinds, task);
}

function openTasks({ db, serverId }: ThreadContext): Promise<TaskRow[]> {
  return db
    .select()
    .from(serverTasks)
    .where(and(eq(serverTasks.serverId, serverId), isOpen))
    .orderBy(asc(serverTasks.requestedAt));
}

async function work(thread: ThreadContext, kinds: readonly ServerTaskKind[], task: TaskRow): Promise<void> {
  if (thread.signal.aborted) return;
  // Done, or taken back, since it was read.
  if (!(await change(thread, task.id, { state: "running", startedAt: thread.clock.now() }))) return;
  if (thread.signal.aborted) return;
  thread.log.info(`Task ${task.kind} for ${task.requestedBy} begins. Task ${task.id}`);
  const outcome = await run(thread, kinds, task);
  if (!thread.signal.aborted) await record(thread, task, outcome);
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

/** @returns false when the task is over, or gone */
function change(thread: ThreadContext, id: string, values: Partial<TaskRow>): Promise<boolean> {
  return asOwner(thread, async (tx) => {
    const changed = await tx
      .update(serverTasks)
      .set(values)
      .where(and(eq(serverTasks.id, id), isOpen))
      .returning({ id: serverTasks.id });
    await publish(tx, { topic: "server-tasks", key: thread.serverId });
    return changed.length > 0;
  });
}

const textsOf = (params: FailureParams = {}): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === "number" ? value : String(value)]),
  );
