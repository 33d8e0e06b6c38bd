import { rm, writeFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  alerts,
  auditMessages,
  statusMessages,
  usageDataRuns,
  usageDataSettings,
  usageDataUploads,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { databaseNotificationMonitor } from "./database-notification-monitor.component";
import { hashKeyFile, loadHashKey } from "./hash-key";
import { keyedHash } from "./one-way-hash";
import { readDocument } from "./read-document";
import { requestUsageDataCollection } from "./request-usage-data-collection";
import { requestUsageDataPreview } from "./request-usage-data-preview";
import { readUsageDataSettings } from "./settings";
import { type CollectionLab, startCollectionLab } from "./testing/collection-lab";

const { db } = await testDatabase();
let clock: ReturnType<typeof testClock>;
let lab: CollectionLab;
let stop: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  clock = testClock(new Date("2020-01-03T08:00:00Z"));
  lab = await startCollectionLab(db, clock);
});
afterEach(async () => {
  await end();
  await lab.close();
});

function start(): void {
  stop = new AbortController();
  running = databaseNotificationMonitor.run(lab.thread(stop.signal));
  running.catch(() => {});
}

async function end(): Promise<void> {
  stop?.abort();
  await running?.catch(() => {});
}

const ctx = () => testCtx(db, { clock });
const runs = () => db.select().from(usageDataRuns).orderBy(usageDataRuns.requestedAt);
const uploads = () => db.select().from(usageDataUploads).orderBy(usageDataUploads.createdAt);
const states = async () => (await runs()).map(({ purpose, state }) => `${purpose} ${state}`);
const become = (expected: string[]) =>
  expect.poll(states, { timeout: 10_000, interval: 20 }).toEqual(expected);
/** What is reported once the run is over. */
const follows = (table: typeof alerts | typeof statusMessages, rows: object[]) =>
  expect.poll(() => db.select().from(table), { timeout: 10_000, interval: 20 }).toMatchObject(rows);

describe("usage data is collected", () => {
  it("not before the site is seven days old, then every seven days, each time once", async () => {
    start();
    clock.advance(5 * 86_400_000);
    await become([]);
    clock.advance(3 * 3_600_000);
    await become(["scheduled complete"]);
    expect((await runs())[0]?.scheduledFor).toEqual(new Date("2020-01-08T10:30:00Z"));
    clock.advance(7 * 86_400_000);
    await become(["scheduled complete", "scheduled complete"]);
  });

  it("once for all the weeks that were missed, and then again at the old phase", async () => {
    clock.advance(100 * 86_400_000);
    start();
    await become(["scheduled complete"]);
    expect((await runs())[0]?.scheduledFor).toEqual(new Date("2020-04-08T10:30:00Z"));
  });

  it("when somebody asks, audited, at the level that is set; asking twice is asking once", async () => {
    const asked = ctx();
    const first = await requestUsageDataCollection(asked, {});
    const second = await requestUsageDataCollection(ctx(), {});
    expect(first).toMatchObject({ ok: true, value: { level: 2, alreadyRequested: false } });
    expect(second).toMatchObject({ ok: true, value: { alreadyRequested: true } });
    start();
    await become(["requested complete"]);
    expect(
      await db.select().from(auditMessages).where(eq(auditMessages.correlationId, asked.correlationId)),
    ).toMatchObject([{ messageId: 60005, strings: ["test-SMS0001R", "requested", "2"] }]);
    await follows(statusMessages, [{ messageId: 61070 }]);
  });

  it("for those who may only look by nobody", async () => {
    const analyst = testCtx(db, { actor: userActor("SMS0002R") });
    expect(await requestUsageDataCollection(analyst, {})).toMatchObject({ code: "forbidden" });
    expect(await requestUsageDataPreview(analyst, { level: 1 })).toMatchObject({ code: "forbidden" });
  });

  it("anew when the thread was killed in the middle of it", async () => {
    await requestUsageDataCollection(ctx(), {});
    await db.update(usageDataRuns).set({ state: "collecting", startedAt: clock.now() });
    start();
    await become(["requested complete"]);
  });
});

describe("what is collected", () => {
  it("is a document whose bytes are the stored ones, under the keyed hash of the hierarchy", async () => {
    await requestUsageDataCollection(ctx(), {});
    start();
    await become(["requested complete"]);
    const [run] = await runs();
    const document = await readDocument(run?.body ?? Buffer.alloc(0));
    const { hierarchyId } = await readUsageDataSettings(db);
    expect(document).toMatchObject({
      runId: run?.runId,
      level: 2,
      productVersion: "5.00.8853.1000",
      hierarchy: keyedHash(await loadHashKey(lab.installDir), hierarchyId),
    });
    expect(run?.items.map(({ id }) => id)).toEqual(document.items.map(({ id }) => id));
    expect(document.items.filter((item) => "failed" in item)).toEqual([]);
    expect(document.items.find(({ id }) => id === "B-03")).toMatchObject({
      value: { sites: [{ type: "central-administration", timeZone: "Europe/Berlin", clients: null }] },
    });
  });

  it("waits to be sent, and takes the place of what waited before it", async () => {
    await requestUsageDataCollection(ctx(), {});
    start();
    await become(["requested complete"]);
    clock.advance(60_000);
    await requestUsageDataCollection(ctx(), {});
    await become(["requested complete", "requested complete"]);
    expect((await uploads()).map(({ state }) => state)).toEqual(["discarded", "pending"]);
    expect((await uploads())[1]?.bytesTotal).toBe((await runs())[1]?.body?.length);
  });

  it("as a preview is at the level that was asked for, never waits to be sent, and only the newest is kept", async () => {
    await requestUsageDataPreview(ctx(), { level: 3 });
    start();
    await become(["preview complete"]);
    clock.advance(60_000);
    const second = await requestUsageDataPreview(ctx(), { level: 3 });
    await become(["preview complete"]);
    const [kept] = await runs();
    expect(second).toMatchObject({ value: { runId: kept?.runId } });
    expect(kept?.level).toBe(3);
    expect(await uploads()).toEqual([]);
  });

  it("follows a level that was lowered before it began", async () => {
    await requestUsageDataCollection(ctx(), {});
    await db.update(usageDataSettings).set({ level: 1 });
    start();
    await become(["requested complete"]);
    const [run] = await runs();
    expect((await readDocument(run?.body ?? Buffer.alloc(0))).level).toBe(1);
    expect(run?.level).toBe(1);
  });

  it("is thrown away when the level was lowered while it was collected", async () => {
    await requestUsageDataCollection(ctx(), {});
    const thread = lab.thread();
    // The level falls at the very moment the document is about to be stored.
    const lowered = { ...thread, ownsServer: lowersLevelAtSecondCall() };
    stop = new AbortController();
    running = databaseNotificationMonitor.run({ ...lowered, signal: stop.signal });
    await become(["requested discarded"]);
    expect((await runs())[0]?.body).toBeNull();
    expect(await uploads()).toEqual([]);
  });
});

/** The thread asks once when it takes up what was left, once when it begins the run, then when it ends it. */
function lowersLevelAtSecondCall() {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls === 3) await db.update(usageDataSettings).set({ level: 1 });
    return true;
  };
}

describe("a collection that fails", () => {
  it("says why, and is no upload", async () => {
    await loadHashKey(lab.installDir);
    await writeFile(hashKeyFile(lab.installDir), "damaged");
    await requestUsageDataCollection(ctx(), {});
    start();
    await become(["requested failed"]);
    expect((await runs())[0]?.errorCode).toBe("hash-key-unreadable");
    expect(await uploads()).toEqual([]);
    await follows(alerts, [{ code: "usage-data.collection-failed", state: 0 }]);
    expect(lab.lines.some((line) => line.startsWith("error") && line.includes("hash-key-unreadable"))).toBe(
      true,
    );
  });

  it("of its week is repeated after an hour, and its alert goes when it succeeds", async () => {
    await loadHashKey(lab.installDir);
    await writeFile(hashKeyFile(lab.installDir), "damaged");
    clock.advance(7 * 86_400_000);
    start();
    await become(["scheduled failed"]);
    await rm(hashKeyFile(lab.installDir));
    clock.advance(59 * 60_000);
    await become(["scheduled failed"]);
    clock.advance(2 * 60_000);
    await become(["scheduled complete"]);
    await follows(alerts, [{ state: 2 }]);
  });
});
