import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { openDatabase } from "@/lib/db/connection";
import {
  alerts,
  cloudEnvironments,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { dmpDownloader } from "@/lib/updates/dmp-downloader.component";
import { asOwner, FencedError, RoleMovedError } from "./as-owner";
import type { ComponentDefinition } from "./component-thread";
import { Executive } from "./executive";

const { db, connectionString } = await testDatabase();

let serversDir: string;
let running: Executive[] = [];

beforeEach(async () => {
  serversDir = mkdtempSync(join(tmpdir(), "scp-fencing-"));
  await emptyTables(
    db,
    `alerts, status_messages, component_threads, executives, service_connection_point,
    site_system_roles, site_system_servers, sites, cloud_environments`,
  );
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS" })
    .returning();
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: server!.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  await db.insert(cloudEnvironments).values({ id: "lab", name: "Lab" });
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role!.id, environmentId: "lab", configuredMode: "offline", runningMode: null });
});
afterEach(async () => {
  await Promise.all(running.map((executive) => executive.stop()));
  running = [];
  rmSync(serversDir, { recursive: true });
});

/** An executive that looks after its leases so seldom that it does not notice losing one. */
async function start(component: ComponentDefinition): Promise<Executive> {
  const executive = new Executive({
    connectionString,
    db,
    clock: systemClock,
    version: "0.0.0",
    serversDir,
    components: [component],
    timing: { heartbeatMs: 60_000, leaseMs: 120_000, restartDelayMs: 50 },
    onError() {},
  });
  running.push(executive);
  await executive.start();
  return executive;
}

const letLeaseRunOut = () =>
  db.update(siteSystemServers).set({ leaseExpiresAt: sql`now() - interval '1 second'` });
const role = async () => (await db.select().from(serviceConnectionPoint))[0];

describe("an executive whose server was taken over", () => {
  it("does not say that the role stopped running when its own thread ends", async () => {
    const cutOff = await start(dmpDownloader);
    await expect.poll(async () => (await role())?.runningMode, { timeout: 5_000 }).toBe("offline");
    await letLeaseRunOut();
    await db.update(serviceConnectionPoint).set({ runningMode: null });
    await start(dmpDownloader);
    await expect.poll(async () => (await role())?.runningMode, { timeout: 5_000 }).toBe("offline");
    const since = (await role())?.runningModeSince;

    running = running.filter((executive) => executive !== cutOff);
    await cutOff.stop();
    expect(await role()).toMatchObject({ runningMode: "offline", runningModeSince: since });
  });

  it("writes nothing for it any more, and the thread that tried ends for good, without an alert", async () => {
    const ends: unknown[] = [];
    const starts: string[] = [];
    const writer: ComponentDefinition = {
      ...dmpDownloader,
      async run(thread) {
        const name = `written by start ${starts.push(thread.serverFqdn)}`;
        try {
          while (!thread.signal.aborted) {
            await asOwner(thread, (tx) => tx.update(serviceConnectionPoint).set({ configuredModeBy: name }));
            await thread.wait([], 20);
          }
        } catch (error) {
          ends.push(error);
          throw error;
        }
      },
    };
    await start(writer);
    await letLeaseRunOut();
    await start(writer);
    await expect.poll(() => ends, { timeout: 5_000 }).toHaveLength(1);
    expect(ends[0]).toBeInstanceOf(FencedError);
    // Longer than a failed thread waits before it starts again.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(starts).toHaveLength(2);
    await expect
      .poll(async () => (await role())?.configuredModeBy, { timeout: 5_000 })
      .toBe("written by start 2");
    expect(await db.select().from(alerts)).toEqual([]);
    const ids = (await db.select().from(statusMessages)).map(({ messageId }) => messageId);
    expect(ids).toEqual([500, 500]);
  });
});

describe("a thread of the role", () => {
  /** As a move does it: the role's key and its token change together. */
  async function moveRoleTo(fqdn: string): Promise<void> {
    await db.insert(siteSystemServers).values({ fqdn, siteCode: "CAS" }).onConflictDoNothing();
    const [server] = await db.select().from(siteSystemServers).where(eq(siteSystemServers.fqdn, fqdn));
    await db.update(siteSystemRoles).set({ serverId: server!.id });
    await db
      .update(serviceConnectionPoint)
      .set({ holderToken: sql`nextval('service_connection_point_holder_token')` });
  }

  it("writes nothing once the role has changed hands, not even when it came back meanwhile, and ends without an alert", async () => {
    const ends: unknown[] = [];
    let mayWrite = () => {};
    const moved = new Promise<void>((resolve) => {
      mayWrite = resolve;
    });
    const writer: ComponentDefinition = {
      ...dmpDownloader,
      async run(thread) {
        await asOwner(thread, (tx) => tx.update(serviceConnectionPoint).set({ configuredModeBy: "holder" }));
        await moved;
        await asOwner(thread, (tx) =>
          tx.update(serviceConnectionPoint).set({ configuredModeBy: "former holder" }),
        ).catch((error: unknown) => {
          ends.push(error);
          throw error;
        });
      },
    };
    await start(writer);
    await expect.poll(async () => (await role())?.configuredModeBy, { timeout: 10_000 }).toBe("holder");
    await moveRoleTo("scp02.contoso.com");
    await moveRoleTo("scp01.contoso.com");
    mayWrite();
    await expect.poll(() => ends.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(ends[0]).toBeInstanceOf(RoleMovedError);
    expect((await role())?.configuredModeBy).not.toBe("former holder");
    expect(await db.select().from(alerts)).toEqual([]);
  });
});

describe("a thread that waits in its transaction for what somebody else holds", () => {
  it("keeps neither its server's lease from being renewed nor, with all its connections, the executive", async () => {
    const threads = openDatabase(connectionString, 1);
    const holder = new pg.Client({ connectionString, application_name: "Reporting" });
    await holder.connect();
    await holder.query("begin; select from service_connection_point for update");
    const ends: unknown[] = [];
    const waiter: ComponentDefinition = {
      ...dmpDownloader,
      run: (thread) =>
        asOwner(thread, (tx) => tx.update(serviceConnectionPoint).set({ configuredModeBy: "waiter" })).then(
          () => thread.wait([], 60_000).then(() => {}),
          (error) => void ends.push(error),
        ),
    };
    const executive = new Executive({
      connectionString,
      db: threads.db,
      ownDb: db,
      clock: systemClock,
      version: "0.0.0",
      serversDir,
      components: [waiter],
      timing: { heartbeatMs: 20, leaseMs: 400 },
      onError() {},
    });
    running.push(executive);
    await executive.start();
    const lease = async () => (await db.select().from(siteSystemServers))[0];
    const first = await lease();
    await expect.poll(isWaiting, { timeout: 5_000 }).toBe(true);
    // Two leases long.
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await lease()).toMatchObject({ executiveId: executive.id, leaseToken: first?.leaseToken });
    await holder.query("rollback");
    await holder.end();
    await expect.poll(async () => (await role())?.configuredModeBy, { timeout: 5_000 }).toBe("waiter");
    expect(ends).toEqual([]);
    running = [];
    await executive.stop();
    await threads.close();
  });

  it("ends with an error when that lasts too long", async () => {
    const impatient = openDatabase(connectionString, 1, { lockTimeoutMs: 100 });
    const holder = new pg.Client({ connectionString });
    await holder.connect();
    await holder.query("begin; select from service_connection_point for update");
    await expect(
      impatient.db.update(serviceConnectionPoint).set({ configuredModeBy: "impatient" }),
    ).rejects.toMatchObject({ cause: { code: "55P03" } });
    await holder.end();
    await impatient.close();
  });
});

async function isWaiting(): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
