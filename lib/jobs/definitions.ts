import { PgBoss, type Queue } from "pg-boss";

/**
 * The long operations of the product. A job is a row that survives every process; `singletonKey` names the
 * thing it works on.
 *
 * `stately`: per key at most one job waits and at most one runs, so asking twice is harmless and a job is never
 * run twice at once. The heartbeat brings the job of a killed worker back after at most
 * `heartbeatSeconds` plus one look of the supervisor, without waiting for the job's own long time limit.
 */
export const JOB_QUEUES = {
  "updates.check": {
    policy: "stately",
    notify: true,
    heartbeatSeconds: 10,
    deleteAfterSeconds: 60 * 60,
    expireInSeconds: 30 * 60,
    retryLimit: 1_000,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 15 * 60,
  },
  "updates.download": {
    policy: "stately",
    notify: true,
    heartbeatSeconds: 10,
    deleteAfterSeconds: 60 * 60,
    // pg-boss's upper bound. A download that takes longer goes on from its journal.
    expireInSeconds: 24 * 60 * 60 - 1,
    retryLimit: 1_000,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 15 * 60,
  },
} as const satisfies Record<string, Omit<Queue, "name">>;

export type JobName = keyof typeof JOB_QUEUES;

/**
 * Creates pg-boss's schema and the queues; part of the migration, so that every other process only sends and
 * works. Safe to repeat and to run twice at once.
 */
export async function installJobQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({
    connectionString,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on("error", () => {});
  try {
    await boss.start();
    for (const [name, queue] of Object.entries(JOB_QUEUES)) {
      await boss.createQueue(name, queue);
      const { policy: _fixedAtCreation, ...changeable } = queue;
      await boss.updateQueue(name, changeable);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
