import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ComponentLog } from "@/lib/executive/component-thread";
import { testDatabase } from "@/lib/testing/database";
import { enqueueJob, type JobHandler, workJobs } from "./queue";

const { db, connectionString } = await testDatabase();
const silent: ComponentLog = { info() {}, warning() {}, error() {}, line() {} };

function signalled<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

let thread: AbortController;
let owns: boolean;
beforeEach(async () => {
  owns = true;
  thread = new AbortController();
  await db.execute(sql`delete from pgboss.job`);
});
afterEach(() => thread.abort());

const work = (handler: JobHandler, concurrency = 1) =>
  workJobs(
    { connectionString, signal: thread.signal, log: silent, db, ownsServer: async () => owns },
    "updates.download",
    handler,
    { concurrency },
  );
const states = async () =>
  (await db.execute<{ state: string }>(sql`select state::text from pgboss.job order by created_on`)).rows.map(
    (row) => row.state,
  );

describe("a job", () => {
  it("is not begun by a worker whose server is another executive's by now, and waits for that one", async () => {
    owns = false;
    let begun = 0;
    const stop = await work(async () => void begun++);
    await enqueueJob(db, "updates.download", {}, { singletonKey: "a" });
    await expect.poll(states, { timeout: 20_000, interval: 50 }).toEqual(["retry"]);
    expect(begun).toBe(0);
    await stop();
    owns = true;
    await work(async () => void begun++);
    await expect.poll(() => begun, { timeout: 20_000, interval: 50 }).toBe(1);
  });

  it("does not exist when the transaction that asked for it is rolled back", async () => {
    await db
      .transaction(async (tx) => {
        await enqueueJob(tx as unknown as typeof db, "updates.download", {});
        throw new Error("rolled back");
      })
      .catch(() => {});
    expect(await states()).toEqual([]);
  });

  it("is queued once for the same thing while it waits", async () => {
    expect(await enqueueJob(db, "updates.download", {}, { singletonKey: "a" })).toBe(true);
    expect(await enqueueJob(db, "updates.download", {}, { singletonKey: "a" })).toBe(false);
    expect(await enqueueJob(db, "updates.download", {}, { singletonKey: "b" })).toBe(true);
  });

  it("starts promptly after it was queued", async () => {
    const started = signalled<unknown>();
    const stop = await work(async (data) => started.resolve(data));
    const asked = Date.now();
    await enqueueJob(db, "updates.download", { package: "x" });
    expect(await started.promise).toEqual({ package: "x" });
    expect(Date.now() - asked).toBeLessThan(2_000);
    await expect.poll(states).toEqual(["completed"]);
    await stop();
  });

  it("comes back at once when the thread that stopped in its middle starts again", async () => {
    await enqueueJob(db, "updates.download", {});
    const begun = signalled<void>();
    const stop = await work(async (_data, signal) => {
      begun.resolve();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    });
    await begun.promise;
    await stop();
    expect(await states()).toEqual(["retry"]);

    const again = signalled<void>();
    await work(async () => again.resolve());
    await again.promise;
  });

  it("comes back at once when its worker was killed", async () => {
    await enqueueJob(db, "updates.download", {});
    await db.execute(sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()`);
    const taken = signalled<void>();
    await work(async () => taken.resolve());
    await taken.promise;
  });

  it("never runs twice at once for the same thing", async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const handler: JobHandler = async () => {
      most = Math.max(most, ++running);
      await delay(300);
      running--;
      done++;
    };
    await work(handler, 3);
    await enqueueJob(db, "updates.download", {}, { singletonKey: "a" });
    await expect.poll(() => running, { timeout: 5_000 }).toBe(1);
    await enqueueJob(db, "updates.download", {}, { singletonKey: "a" });
    await expect.poll(() => done, { timeout: 20_000, interval: 50 }).toBe(2);
    expect(most).toBe(1);
  });
});
