import { once } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "@/lib/clock";
import { siteSystemServers, sites } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { fail, ok } from "@/lib/result";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testThread } from "@/lib/testing/test-thread";
import { askServer } from "./ask-server";
import { defineServerTask } from "./model";
import { readServerTask } from "./read-server-task";
import { followServerTasks, workServerTasks } from "./work-server-tasks";

const { db } = await testDatabase();

const double = defineServerTask({
  kind: "double",
  input: z.object({ number: z.number() }),
  run: async (_thread, { number }) =>
    number < 0 ? fail("too-small", { params: { number } }) : ok({ doubled: 2 * number }),
});

let thread: ThreadContext;
beforeEach(async () => {
  await emptyTables(db, "sites");
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp02.contoso.com", siteCode: "CAS" })
    .returning();
  thread = testThread({ component: "SMS_SERVER_BOOTSTRAP", db, serverId: server!.id }, []);
});

const ask = (number: number) =>
  askServer(db, systemClock, double, { serverId: thread.serverId, input: { number }, requestedBy: "anna" });

describe("a server that is asked to do something", () => {
  it("does it once and tells the result, or why not", async () => {
    const done = await ask(21);
    const refused = await ask(-1);
    await workServerTasks(thread, [double]);
    await workServerTasks(thread, []);
    expect(await readServerTask(db, done)).toMatchObject({ state: "done", result: { doubled: 42 } });
    expect(await readServerTask(db, refused)).toMatchObject({
      state: "failed",
      failure: { code: "too-small", params: { number: -1 } },
    });
  });

  it("says of what it does not know that it does not know it", async () => {
    const id = await ask(1);
    await workServerTasks(thread, []);
    expect(await readServerTask(db, id)).toMatchObject({
      state: "failed",
      failure: { code: "task-unknown", params: { kind: "double" } },
    });
  });

  it("does one kind beside another that takes long, and one of a kind after the other", async () => {
    const stopped = new AbortController();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const begun: number[] = [];
    const slow = defineServerTask({
      ...double,
      kind: "slow",
      run: async (_thread, { number }) => {
        begun.push(number);
        await released;
        return ok(null);
      },
    });
    const askSlow = (number: number) =>
      askServer(db, systemClock, slow, { serverId: thread.serverId, input: { number }, requestedBy: "anna" });
    const stateOf = async (id: string) => (await readServerTask(db, id))?.state;
    const slowIds = [await askSlow(1), await askSlow(2)];
    const quick = await ask(21);
    const following = followServerTasks({ ...thread, signal: stopped.signal }, [slow, double]);
    await expect.poll(() => stateOf(quick)).toBe("done");
    await expect.poll(() => stateOf(slowIds[0]!)).toBe("running");
    expect(begun).toEqual([1]);
    release();
    await expect.poll(() => stateOf(slowIds[1]!)).toBe("done");
    expect(begun).toEqual([1, 2]);
    stopped.abort();
    await following;
  });

  it("ends with what is transient, and lets the other kinds go", async () => {
    const { promise: begun, resolve: begins } = Promise.withResolvers<void>();
    const lost = defineServerTask({
      ...double,
      run: async () => {
        await begun;
        throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
      },
    });
    const patient = defineServerTask({
      ...double,
      kind: "patient",
      run: async (_thread, _input, signal) => {
        begins();
        await once(signal, "abort");
        return ok(null);
      },
    });
    const asked = { serverId: thread.serverId, input: { number: 1 }, requestedBy: "anna" };
    const waiting = await askServer(db, systemClock, patient, asked);
    const id = await ask(1);
    await expect(followServerTasks(thread, [patient, lost])).rejects.toThrow("gone");
    for (const open of [waiting, id])
      expect(await readServerTask(db, open)).toMatchObject({ state: "running" });
  });

  it("does again what a kill interrupted", async () => {
    const id = await ask(4);
    const process = new AbortController();
    const interrupted = defineServerTask({
      ...double,
      run: async () => {
        process.abort();
        throw new Error("the process ends");
      },
    });
    await expect(workServerTasks({ ...thread, signal: process.signal }, [interrupted])).rejects.toThrow();
    expect(await readServerTask(db, id)).toMatchObject({ state: "running" });
    await workServerTasks(thread, [double]);
    expect(await readServerTask(db, id)).toMatchObject({ state: "done", result: { doubled: 8 } });
  });
});
