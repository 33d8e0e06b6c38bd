import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  alerts,
  componentCommands,
  componentThreads,
  executives,
  serverPerformance,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
} from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { testDatabase } from "@/lib/testing/database";
import { insertCommand } from "./component-commands";
import type { ComponentDefinition, ComponentName, ThreadContext } from "./component-thread";
import { Executive } from "./executive";
import type { ComponentOperation } from "./model";
import { PerformanceSampler, recordPerformance } from "./server-performance";
import type { ExecutiveTiming } from "./timing";

const { db, connectionString } = await testDatabase();

let serversDir: string;
let serverId: string;
let running: Executive[] = [];

beforeEach(async () => {
  serversDir = mkdtempSync(join(tmpdir(), "scp-executive-"));
  for (const table of [componentCommands, componentThreads, executives, alerts, statusMessages]) {
    await db.delete(table);
  }
  await db.delete(siteSystemRoles);
  await db.delete(siteSystemServers);
  await db.delete(sites);
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "cas01.contoso.com", siteCode: "CAS" })
    .returning();
  serverId = server!.id;
  await db.insert(siteSystemRoles).values({ serverId, role: SITE_SERVER_ROLE });
});
afterEach(async () => {
  await Promise.all(running.map((executive) => executive.stop()));
  running = [];
  rmSync(serversDir, { recursive: true });
});

/** A component whose runs the test can watch. */
function fake(name: ComponentName, over: Partial<ComponentDefinition> = {}) {
  const watch = { starts: 0, alive: 0, most: 0 };
  const definition: ComponentDefinition = {
    name,
    logFile: `${name.toLowerCase()}.log`,
    type: 0,
    runsOn: "site-server",
    run: (thread) => untilStopped(thread),
    ...over,
  };
  const run = definition.run;
  definition.run = async (thread) => {
    watch.starts += 1;
    watch.alive += 1;
    watch.most = Math.max(watch.most, watch.alive);
    try {
      await run(thread);
    } finally {
      watch.alive -= 1;
    }
  };
  return { definition, watch };
}

async function untilStopped(thread: ThreadContext): Promise<void> {
  while (!thread.signal.aborted) await thread.wait([], 60_000);
}

async function start(
  components: ComponentDefinition[],
  timing: Partial<ExecutiveTiming> = {},
  servers?: string[],
) {
  const executive = new Executive({
    connectionString,
    db,
    clock: systemClock,
    version: "0.0.0",
    serversDir,
    components,
    servers,
    timing: { heartbeatMs: 50, leaseMs: 2_000, stopGraceMs: 300, restartDelayMs: 100, ...timing },
    onError() {},
  });
  running.push(executive);
  await executive.start();
  return executive;
}

async function thread(component: ComponentName) {
  return (await db.select().from(componentThreads).where(eq(componentThreads.component, component)))[0];
}
const stateOf = (component: ComponentName) => async () => (await thread(component))?.state;
const command = (component: ComponentName, operation: ComponentOperation) =>
  insertCommand(db, systemClock, { serverId, component, operation, requestedBy: "test" });
async function ended(id: number) {
  const read = async () => (await db.select().from(componentCommands).where(eq(componentCommands.id, id)))[0];
  await expect.poll(async () => (await read())?.finishedAt, { timeout: 10_000 }).toBeInstanceOf(Date);
  const row = await read();
  return [row?.state, row?.outcome];
}
async function obeyed(component: ComponentName, operation: ComponentOperation) {
  return ended(await command(component, operation));
}

describe("the executive", () => {
  it("runs the components that belong on its servers, and says so in database and log", async () => {
    const here = fake("SMS_HIERARCHY_MANAGER");
    const elsewhere = fake("SMS_DMP_DOWNLOADER", { runsOn: "service-connection-point" });
    await start([here.definition, elsewhere.definition]);
    expect(await thread("SMS_HIERARCHY_MANAGER")).toMatchObject({ state: "running", lastError: null });
    expect(await thread("SMS_EXECUTIVE")).toMatchObject({ state: "running" });
    expect(await thread("SMS_DMP_DOWNLOADER")).toBeUndefined();
    const log = readFileSync(join(serversDir, "cas01.contoso.com/Logs/smsexec.log"), "utf8");
    expect(log).toMatch(
      /Started SMS_HIERARCHY_MANAGER as thread ID \d+ \(0x[0-9A-F]+\)\. {2}\$\$<SMS_EXECUTIVE>/,
    );
    expect((await db.select().from(statusMessages)).map((row) => row.messageId)).toContain(500);
  });

  it("starts a role's components when the role is installed", async () => {
    const { definition } = fake("SMS_DMP_UPLOADER", { runsOn: "service-connection-point" });
    await start([definition]);
    await db.insert(siteSystemRoles).values({ serverId, role: "SMS Dmp Connector" });
    await db.execute(sql`select pg_notify('scp_events', '{"topic":"role"}')`);
    // An event before the process listens is missed; then the regular look finds the role.
    await expect.poll(stateOf("SMS_DMP_UPLOADER"), { timeout: 10_000 }).toBe("running");
  });

  it("keeps to the servers it is limited to", async () => {
    await start([fake("SMS_HIERARCHY_MANAGER").definition], {}, ["other.contoso.com"]);
    expect(await thread("SMS_EXECUTIVE")).toBeUndefined();
  });

  it("gives its servers back when it ends", async () => {
    const first = await start([fake("SMS_HIERARCHY_MANAGER").definition]);
    await first.stop();
    running = [];
    expect(await thread("SMS_HIERARCHY_MANAGER")).toMatchObject({ state: "stopped" });
    const second = fake("SMS_HIERARCHY_MANAGER");
    await start([second.definition]);
    expect(second.watch.starts).toBe(1);
  });
});

describe("Service Manager", () => {
  it("stops and starts a component, and knows its state only after a query", async () => {
    const { definition, watch } = fake("SMS_HIERARCHY_MANAGER");
    await start([definition]);
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "stop")).toEqual(["done", "stopped"]);
    expect(watch.alive).toBe(0);
    expect((await thread("SMS_HIERARCHY_MANAGER"))?.polledState).toBeNull();
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "query")).toEqual(["done", "stopped"]);
    expect((await thread("SMS_HIERARCHY_MANAGER"))?.polledState).toBe("stopped");
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "start")).toEqual(["done", "running"]);
    expect((await thread("SMS_HIERARCHY_MANAGER"))?.polledState).toBe("stopped");
  });

  it("refuses to start what runs", async () => {
    await start([fake("SMS_HIERARCHY_MANAGER").definition]);
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "start")).toEqual(["failed", "component-not-stopped"]);
    expect(await obeyed("SMS_EXECUTIVE", "start")).toEqual(["failed", "component-not-stopped"]);
  });

  it("answers a query while a stop is under way", async () => {
    const slow = fake("SMS_HIERARCHY_MANAGER", {
      run: async (context) => {
        await untilStopped(context);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      },
    });
    await start([slow.definition], { stopGraceMs: 5_000 });
    const stop = await command("SMS_HIERARCHY_MANAGER", "stop");
    await expect.poll(stateOf("SMS_HIERARCHY_MANAGER"), { timeout: 10_000 }).toBe("stopping");
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "query")).toEqual(["done", "stopping"]);
    expect(await ended(stop)).toEqual(["done", "stopped"]);
  });

  it("stops all threads with SMS_EXECUTIVE but services of their own, and answers meanwhile", async () => {
    const hman = fake("SMS_HIERARCHY_MANAGER");
    const backup = fake("SMS_SITE_BACKUP", { ownService: true });
    await start([hman.definition, backup.definition]);
    expect(await obeyed("SMS_EXECUTIVE", "stop")).toEqual(["done", "stopped"]);
    expect([hman.watch.alive, backup.watch.alive]).toEqual([0, 1]);
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "start")).toEqual(["failed", "executive-stopped"]);
    expect(await obeyed("SMS_EXECUTIVE", "query")).toEqual(["done", "stopped"]);
    expect(await obeyed("SMS_EXECUTIVE", "start")).toEqual(["done", "running"]);
    expect([hman.watch.alive, backup.watch.starts]).toEqual([1, 1]);
  });

  it("obeys each of many commands exactly once, with two executives listening", async () => {
    const { definition, watch } = fake("SMS_HIERARCHY_MANAGER");
    await start([definition]);
    await start([definition]);
    const ids = [];
    for (let i = 0; i < 10; i++) ids.push(await command("SMS_HIERARCHY_MANAGER", "restart"));
    for (const id of ids) expect(await ended(id)).toEqual(["done", "running"]);
    expect(watch).toEqual({ starts: 11, alive: 1, most: 1 });
  });

  it("reports a thread that ignores its stop signal as failed, and does not start a second one beside it", async () => {
    let release = () => {};
    const deaf = fake("SMS_HIERARCHY_MANAGER", {
      run: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    await start([deaf.definition]);
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "stop")).toEqual(["failed", "component-did-not-stop"]);
    expect(await thread("SMS_HIERARCHY_MANAGER")).toMatchObject({ state: "failed" });
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "start")).toEqual(["failed", "component-not-stopped"]);
    release();
    await expect.poll(stateOf("SMS_HIERARCHY_MANAGER"), { timeout: 10_000 }).toBe("stopped");
    expect(await obeyed("SMS_HIERARCHY_MANAGER", "start")).toEqual(["done", "running"]);
    release();
  });
});

it("when a thread runs next is told again only when it has moved by more than moments", async () => {
  const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, seconds));
  const told: (Date | null | undefined)[] = [];
  const { definition } = fake("SMS_HIERARCHY_MANAGER", {
    async run(running) {
      for (const next of [at(0), at(9), at(11), null]) {
        await running.setNextScheduled(next);
        told.push((await thread("SMS_HIERARCHY_MANAGER"))?.nextScheduledAt);
      }
      await untilStopped(running);
    },
  });
  await start([definition]);
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([at(0), at(0), at(11), null]);
});

describe("a thread that ends by itself", () => {
  it("is failed with its reason, alerted once, reported as 1104 and started again", async () => {
    let crashes = 2;
    const shaky = fake("SMS_HIERARCHY_MANAGER", {
      run: async (context) => {
        if (crashes-- > 0) throw new Error("disk fell off");
        await untilStopped(context);
      },
    });
    await start([shaky.definition], { stableAfterMs: 60_000 });
    await expect.poll(() => shaky.watch.starts, { timeout: 5_000 }).toBe(3);
    await expect.poll(stateOf("SMS_HIERARCHY_MANAGER"), { timeout: 10_000 }).toBe("running");
    expect((await thread("SMS_HIERARCHY_MANAGER"))?.lastError).toBe("disk fell off");
    expect(await db.select().from(alerts)).toMatchObject([
      { code: "executive.component-failed", occurrences: 2, state: 0, severity: 1 },
    ]);
    const reported = await db.select().from(statusMessages).where(eq(statusMessages.messageId, 1104));
    expect(reported).toHaveLength(2);
  });

  it("is well again after a while, and its alert is canceled", async () => {
    let crashes = 1;
    const shaky = fake("SMS_HIERARCHY_MANAGER", {
      run: async (context) => {
        if (crashes-- > 0) throw new Error("once");
        await untilStopped(context);
      },
    });
    await start([shaky.definition], { stableAfterMs: 200 });
    await expect.poll(async () => (await db.select().from(alerts))[0]?.state, { timeout: 5_000 }).toBe(2);
    await expect
      .poll(async () => (await thread("SMS_HIERARCHY_MANAGER"))?.lastError, { timeout: 10_000 })
      .toBeNull();
  });
});

describe("the lease of a server", () => {
  it("fences an executive that lost it: its threads end, and it no longer writes", async () => {
    const { definition, watch } = fake("SMS_HIERARCHY_MANAGER");
    await start([definition], { leaseMs: 60_000 });
    await db
      .update(siteSystemServers)
      .set({ executiveId: "00000000-0000-4000-8000-000000000001", leaseToken: 99 });
    await expect.poll(() => watch.alive, { timeout: 5_000 }).toBe(0);
    await db.update(componentThreads).set({ state: "running" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await thread("SMS_HIERARCHY_MANAGER")).toMatchObject({ state: "running" });
  });

  it("ends by the executive's own watch while the database does not answer, and begins anew when it does", async () => {
    const { definition, watch } = fake("SMS_HIERARCHY_MANAGER");
    await start([definition], { leaseMs: 400 });
    let answer = () => {};
    const silence = db.transaction(async (tx) => {
      await tx.select().from(siteSystemServers).for("update");
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
    });
    await expect.poll(() => watch.alive, { timeout: 5_000 }).toBe(0);
    answer();
    await silence;
    await expect.poll(() => watch.alive, { timeout: 5_000 }).toBe(1);
    expect(watch.most).toBe(1);
  });

  it("passes on when its holder was killed, and what that one had taken is ended", async () => {
    // A process number above the kernel's limit is nobody's.
    const dead = "00000000-0000-4000-8000-000000000002";
    const { hostname } = await import("node:os");
    await db.insert(executives).values({
      id: dead,
      hostName: hostname(),
      processId: 2 ** 22 + 1,
      version: "0.0.0",
      startedAt: new Date(),
      heartbeatAt: new Date(),
    });
    await db
      .update(siteSystemServers)
      .set({ executiveId: dead, leaseToken: 7, leaseExpiresAt: new Date(Date.now() + 60_000) });
    const taken = await command("SMS_HIERARCHY_MANAGER", "stop");
    await db.update(componentCommands).set({ state: "taken" });
    const { definition, watch } = fake("SMS_HIERARCHY_MANAGER");
    await start([definition]);
    expect(watch.alive).toBe(1);
    expect(await ended(taken)).toEqual(["failed", "executive-ended"]);
  });
});

describe("what an executive measures of its machine", () => {
  const stored = async () => (await db.select().from(serverPerformance))[0];

  it("is noted for its servers before their threads start, and again and again", async () => {
    let seenByThread = 0;
    const { definition } = fake("SMS_HIERARCHY_MANAGER", {
      run: async (thread) => {
        seenByThread = await db.$count(serverPerformance);
        await untilStopped(thread);
      },
    });
    await start([definition], { sampleMs: 50 });
    await expect.poll(() => seenByThread).toBe(1);
    const first = await stored();
    expect(first).toMatchObject({ serverId, processors: cpus().length });
    await expect.poll(async () => (await stored())?.sampledAt).not.toEqual(first?.sampledAt);
  });

  it("is not noted for a server that is another executive's by now", async () => {
    const sample = await new PerformanceSampler().sample(serversDir, new Date());
    const lease = {
      serverId,
      fqdn: "cas01.contoso.com",
      siteCode: "CAS",
      executiveId: randomUUID(),
      token: 7,
    };
    await recordPerformance(db, [lease], sample);
    expect(await stored()).toBeUndefined();
    await db.update(siteSystemServers).set({ executiveId: lease.executiveId, leaseToken: 7 });
    await recordPerformance(db, [lease], sample);
    expect(await stored()).toMatchObject({ serverId });
  });
});
