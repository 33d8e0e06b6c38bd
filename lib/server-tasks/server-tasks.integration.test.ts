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
import { workServerTasks } from "./work-server-tasks";

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
