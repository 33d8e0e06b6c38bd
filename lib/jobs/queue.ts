import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Database } from "@/lib/db/connection";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { JobName } from "./definitions";

export type { JobName } from "./definitions";

export interface EnqueueOptions {
  /** What the job works on; a second job for the same thing is not queued while one waits. */
  singletonKey?: string;
  startAfter?: Date;
}

/**
 * Queues a job in the caller's transaction: the job exists exactly if the change that asked for it does.
 * @returns false when a job for the same `singletonKey` already waits
 */
export async function enqueueJob(
  db: Database,
  name: JobName,
  data: object,
  options: EnqueueOptions = {},
): Promise<boolean> {
  // A sender of its own per call: pg-boss reads its queues through the connection it was started on, and that
  // must be this transaction. It starts no timers that outlive the call and migrates nothing.
  const boss = new PgBoss({
    db: fromDrizzle(db, sql),
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  try {
    await boss.start();
    return (await boss.send(name, data, options)) !== null;
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}

/**
 * Does one job. Resolve means done; reject means not done, try again later. When `signal` aborts (the thread
 * stops, or the job was given to somebody else) the work must end soon; whatever the handler then returns, the
 * job counts as not done and comes back.
 */
export type JobHandler = (data: unknown, signal: AbortSignal) => Promise<void>;

type WorkerThread = Pick<
  ThreadContext,
  "connectionString" | "signal" | "log" | "db" | "ownsServer" | "holdsRole"
>;

/** How long `stop` waits for handlers that were told to end. */
const STOP_GRACE_MS = 5_000;

/**
 * Works the jobs of one queue on this thread until the thread stops or `stop` is called. Only the thread that
 * owns the queue may call it, once: at the start every job still marked active was left by a worker that was
 * killed, and is taken up again at once. A worker that was cut off and comes back begins no job any more; what it says
 * of the one it had is bound to its attempt, and means nothing once somebody else took that up (pg-boss).
 * @returns stop: resolves when no handler of this worker runs any more
 */
export async function workJobs(
  thread: WorkerThread,
  name: JobName,
  handler: JobHandler,
  { concurrency }: { concurrency: number },
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const boss = new PgBoss({
    connectionString: thread.connectionString,
    max: 2,
    migrate: false,
    schedule: false,
    registerInstance: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  // pg-boss reports each failing statement while the database restarts; it recovers by itself.
  boss.on("error", (error) => thread.log.warning(`Job queue ${name}: ${error.message}`));
  await boss.start();

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      stopping.abort();
      await boss.offWork(name, { wait: true });
      await boss.stop({ timeout: STOP_GRACE_MS });
    })();
    return stopped;
  };

  try {
    await takeUpLeftJobs(boss, name);
    await boss.work<unknown>(
      name,
      {
        localConcurrency: concurrency,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 10,
        heartbeatRefreshSeconds: 3,
      },
      async (jobs) => {
        for (const job of jobs) {
          const signal = AbortSignal.any([job.signal, stopping.signal, thread.signal]);
          signal.throwIfAborted();
          await asOwner(thread, async () => {});
          await handler(job.data, signal);
          signal.throwIfAborted();
        }
      },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  thread.signal.addEventListener(
    "abort",
    () => stop().catch((error: Error) => thread.log.warning(`Job queue ${name}: ${error.message}`)),
    { once: true },
  );
  if (thread.signal.aborted) await stop();
  return stop;
}

/** Restarting the thread also ends the waiting time of jobs that failed before, as restarting SMS_EXECUTIVE does. */
async function takeUpLeftJobs(boss: PgBoss, name: JobName): Promise<void> {
  for (const job of await boss.findJobs(name, { limit: 100_000 })) {
    if (job.state === "active") await boss.fail(name, job.id, { message: "worker ended" });
    if (job.state === "active" || job.state === "retry") {
      await boss.update(name, undefined, { id: job.id, startAfter: new Date() });
    }
  }
}
